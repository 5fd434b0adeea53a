// SPDX-License-Identifier: MIT
// Where the tests find the project's own files and the program that they start. Known to one file alone, so
// that all others compile to the same bytes wherever the source folder is, and a compiler's cache can share
// them.
#pragma once

#include <filesystem>
#include <string>

namespace tixdb::test {

// The folder of README.md, absolute.
std::filesystem::path source_folder();

// The program of the build that the test belongs to, absolute.
std::string program_path();

}  // namespace tixdb::test
