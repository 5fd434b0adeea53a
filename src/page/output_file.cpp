// SPDX-License-Identifier: MIT

#include "page/output_file.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/staged_file.hpp"
#include "base/text.hpp"

namespace tixdb::page {

void write_page(const std::filesystem::path& file, std::string_view text) {
    StagedFile staged(file);
    if (!staged.write(text))
        throw Error(ErrorKind::failed, fmt::format("cannot write {}", escaped(file.string())),
                    "free some space on its disk");
    staged.give_to_owner_of(file.has_parent_path() ? file.parent_path() : std::filesystem::path("."));
    staged.place(StagedFile::Existing::replace);
}

}  // namespace tixdb::page
