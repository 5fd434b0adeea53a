// Moves a file between folders, of one file system or of two, and never over another file.
#pragma once

#include <string>

namespace tixdb::ingest {

// From one open folder to another under the same name, or, if that is taken, name.1, name.2 … Across file
// systems the content is on the target's disk before the source goes. False on failure, with errno; then the
// source is still there.
[[nodiscard]] bool move_file(int source_folder, int target_folder, const std::string& name);

// The way across file systems, whatever the two folders are.
[[nodiscard]] bool move_by_copy(int source_folder, int target_folder, const std::string& name);

}  // namespace tixdb::ingest
