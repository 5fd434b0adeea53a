// SPDX-License-Identifier: MIT

#include "base/enum_names.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb {

void throw_unknown_name(std::string_view what, std::string_view name) {
    throw Error(ErrorKind::failed,
                fmt::format("the database holds the {} \"{}\", which this version does not know", what,
                            escaped(name)),
                "use the version of tixdb that wrote it, or put back a backup");
}

void throw_unnamed(std::string_view what) {
    throw Error(ErrorKind::failed, fmt::format("a {} has no name: this is a fault of tixdb", what),
                "report it with the command that you ran");
}

}  // namespace tixdb
