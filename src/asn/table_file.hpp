// SPDX-License-Identifier: MIT
// A whole table of networks or names, read from a file.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "asn/prefix_table.hpp"
#include "asn/table_line.hpp"

namespace tixdb::asn {

struct TableFile {
    std::string source;  // the file's name without its folder, safe to show
    TableFormat format = TableFormat::names;
    std::array<std::uint8_t, 32> digest{};  // SHA-256 of the file's own bytes
    PrefixTable ipv4;                       // finished
    PrefixTable ipv6;
    std::map<std::int64_t, std::string> names;  // AS number -> name; the first that is given
};

enum class Expect { prefixes, names };

// Throws Error{failed} with file, line and reason if the file cannot be read, its format is not known, any
// line is malformed, or there is none with data.
[[nodiscard]] TableFile read_table(const std::filesystem::path& path, Expect expect);

}  // namespace tixdb::asn
