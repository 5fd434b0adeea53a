// SPDX-License-Identifier: MIT

#include "cli/commands/work_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb::cli {

WorkFolder::WorkFolder() {
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "tixdb-XXXXXX").string();
    if (error || mkdtemp(pattern.data()) == nullptr) {
        const std::string why = error ? error.message() : std::generic_category().message(errno);
        throw Error(ErrorKind::failed, fmt::format("cannot make a temporary folder: {}", escaped(why)),
                    "TMPDIR names a folder that may be written to");
    }
    path_ = pattern;
}

WorkFolder::~WorkFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace tixdb::cli
