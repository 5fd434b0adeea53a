// SPDX-License-Identifier: MIT
// Pages as files: whole at any time, whoever reads them.
#pragma once

#include <filesystem>
#include <string_view>

namespace tixdb::page {

// Replaces the file in one step. Mode 0640, of the folder's group where that is set so (setgid): pages hold
// people's addresses. Throws Error{failed} if it cannot be written; the file is then as it was.
void write_page(const std::filesystem::path& file, std::string_view text);

}  // namespace tixdb::page
