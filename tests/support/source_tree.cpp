// SPDX-License-Identifier: MIT

#include "support/source_tree.hpp"

namespace tixdb::test {

std::filesystem::path source_folder() {
    return TIXDB_SOURCE_DIR;
}

std::string program_path() {
    return TIXDB_PROGRAM;
}

}  // namespace tixdb::test
