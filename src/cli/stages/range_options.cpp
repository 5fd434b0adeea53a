// SPDX-License-Identifier: MIT

#include "cli/stages/range_options.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

std::optional<std::int64_t> time_of(const std::optional<std::string>& text, std::string_view option,
                                    const Context& context) {
    if (!text) return std::nullopt;
    const auto time_s = parse_time_s(*text, context.clock().now_s());
    if (time_s) return time_s;
    throw Error(ErrorKind::usage, fmt::format("{}: \"{}\" is not a time", option, escaped(*text)),
                "write it like 2017-09-10, 2017-09-10T21:58:18Z, 2h or yesterday");
}

void check_id(std::string_view option, const std::optional<std::int64_t>& id) {
    if (!id || *id > 0) return;
    throw Error(ErrorKind::usage, fmt::format("{}: {} is no id", option, *id),
                "ids are whole numbers from 1 on");
}

}  // namespace

void RangeOptions::declare(OptionSet& options, const std::string& what) {
    options.value("--from", from_, what + " at this time or later").command_line_only();
    options.value("--to", to_, what + " before this time").command_line_only();
    options.value("--user", user_, "of this user only").command_line_only();
    options.value("--installation", installation_, "of this installation only").command_line_only();
}

void RangeOptions::validate(const Context& context) {
    from_s_ = time_of(from_, "--from", context);
    to_s_ = time_of(to_, "--to", context);
    if (from_s_ && to_s_ && *from_s_ >= *to_s_) {
        throw Error(ErrorKind::usage, "--to is not later than --from", "the range is [from, to)");
    }
    check_id("--user", user_);
    check_id("--installation", installation_);
}

}  // namespace tixdb::cli
