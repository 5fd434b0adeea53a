// SPDX-License-Identifier: MIT

#include "cli/stages/range_options.hpp"

#include "cli/frame/arguments.hpp"

namespace tixdb::cli {

void RangeOptions::declare(OptionSet& options, const std::string& what) {
    options.value("--from", from_, what + " at this time or later").command_line_only();
    options.value("--to", to_, what + " before this time").command_line_only();
    options.value("--user", user_, "of this user only").command_line_only();
    options.value("--installation", installation_, "of this installation only").command_line_only();
}

void RangeOptions::validate(const Context& context) {
    from_s_ = time_argument("--from", from_, context);
    to_s_ = time_argument("--to", to_, context);
    check_range(from_s_, to_s_);
    if (user_) check_id("--user", *user_);
    if (installation_) check_id("--installation", *installation_);
}

}  // namespace tixdb::cli
