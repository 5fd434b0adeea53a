// SPDX-License-Identifier: MIT

#include "cli/stages/range_options.hpp"

#include "base/error.hpp"
#include "cli/frame/arguments.hpp"

namespace tixdb::cli {
namespace {

std::optional<std::int64_t> time_of(const std::optional<std::string>& text, std::string_view option,
                                    const Context& context) {
    if (!text) return std::nullopt;
    return time_argument(option, *text, context);
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
    if (user_) check_id("--user", *user_);
    if (installation_) check_id("--installation", *installation_);
}

}  // namespace tixdb::cli
