// SPDX-License-Identifier: MIT

#include "cli/frame/arguments.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

[[noreturn]] void refuse_id(std::string_view name, std::string_view shown) {
    throw Error(ErrorKind::usage, fmt::format("{}: {} is no id", name, shown),
                "ids are whole numbers from 1 on");
}

}  // namespace

std::int64_t time_argument(std::string_view name, const std::string& text, const Context& context) {
    if (const auto time_s = parse_time_s(text, context.clock().now_s())) return *time_s;
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is not a time", name, escaped(text)),
                fmt::format("write it like {}", kTimeExamples));
}

std::optional<std::int64_t> time_argument(std::string_view name, const std::optional<std::string>& text,
                                          const Context& context) {
    if (!text) return std::nullopt;
    return time_argument(name, *text, context);
}

void check_range(const std::optional<std::int64_t>& from_s, const std::optional<std::int64_t>& to_s) {
    if (from_s && to_s && *from_s >= *to_s)
        throw Error(ErrorKind::usage, "--to is not later than --from", "the range is [from, to)");
}

std::int64_t id_argument(std::string_view name, const std::string& text) {
    const auto id = parse_number<std::int64_t>(text);
    if (!id || *id <= 0) refuse_id(name, fmt::format("\"{}\"", escaped(text)));
    return *id;
}

void check_id(std::string_view name, std::int64_t id) {
    if (id <= 0) refuse_id(name, std::to_string(id));
}

}  // namespace tixdb::cli
