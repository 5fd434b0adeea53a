// SPDX-License-Identifier: MIT

#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

namespace tixdb::test {

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tixdb-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    if (std::getenv("TIXDB_KEEP_TEST_FILES") != nullptr) {
        std::cerr << "kept " << path_ << '\n';
        return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace tixdb::test
