// SPDX-License-Identifier: MIT
// The names under which an enumeration is stored and shown, in one table.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tixdb {

// Throws Error{failed}: the database holds `name`, which is no `what` that this program knows.
[[noreturn]] void throw_unknown_name(std::string_view what, std::string_view name);
// Throws Error{failed}: the table of `what` lacks an enumerator, a fault of this program.
[[noreturn]] void throw_unnamed(std::string_view what);

// One row per enumerator. Meant as a constant:
//     constexpr EnumNames<Colour, 2> kColours("colour", {{{Colour::red, "red"}, {Colour::blue, "blue"}}});
// Thread-safe.
template <typename E, std::size_t N>
class EnumNames {
  public:
    using Table = std::array<std::pair<E, std::string_view>, N>;

    // what: the enumeration in words, for errors. Lives as long as the program, as do the names.
    constexpr EnumNames(std::string_view what, const Table& table) : what_(what), table_(table) {}

    [[nodiscard]] constexpr std::string_view name_of(E value) const {
        for (const auto& [each, name] : table_) {
            if (each == value) return name;
        }
        throw_unnamed(what_);
    }

    // For a text that a person wrote. Nothing if it is no name of the table.
    [[nodiscard]] constexpr std::optional<E> find(std::string_view name) const {
        for (const auto& [value, each] : table_) {
            if (each == name) return value;
        }
        return std::nullopt;
    }

    // For a text that this program stored. Throws Error{failed} if it is no name of the table.
    [[nodiscard]] constexpr E require(std::string_view name) const {
        if (const auto value = find(name)) return *value;
        throw_unknown_name(what_, name);
    }

    [[nodiscard]] constexpr const Table& table() const { return table_; }

    // In the table's order: what an option can be set to.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& [value, name] : table_) names.emplace_back(name);
        return names;
    }

  private:
    std::string_view what_;
    Table table_;
};

}  // namespace tixdb
