// SPDX-License-Identifier: MIT
// Tables of networks on disk.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "support/temporary_folder.hpp"

namespace tixdb::test {

// Returns the path of the file that now has this content.
std::filesystem::path write_file(const TemporaryFolder& folder, const std::string& name,
                                 std::string_view content);

// One member of a gzip file.
[[nodiscard]] std::string gzipped(std::string_view content);

}  // namespace tixdb::test
