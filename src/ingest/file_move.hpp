// SPDX-License-Identifier: MIT
// Moves a file between folders, of one file system or of two, and never over another file.
#pragma once

#include <string>

#include "ingest/report_file.hpp"

namespace tixdb::ingest {

// From one open folder to another under the same name, or, if that is taken, name.1, name.2 … Where a file of
// the same bytes already has one of these names, a move before was cut short: only the source goes. Across
// file systems the content is on the target's disk before the source goes; the file that is
// copied must still have the stamp that it was read with. False on failure, with errno (ESTALE: another file
// now); then the source is still there.
[[nodiscard]] bool move_file(int source_folder, int target_folder, const std::string& name,
                             const FileStamp& stamp);

// The way across file systems, whatever the two folders are.
[[nodiscard]] bool move_by_copy(int source_folder, int target_folder, const std::string& name,
                                const FileStamp& stamp);

// Removes the unfinished copies that move_by_copy has left in a folder if its process was killed. Those of
// processes that live stay.
void remove_leftovers(int target_folder);

}  // namespace tixdb::ingest
