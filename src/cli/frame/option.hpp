// SPDX-License-Identifier: MIT
// One option of a command. Its value comes from the command line, else from the environment, else from the
// configuration file, else it is the default; where it came from is kept.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/frame/context.hpp"

// Named only here: what includes this header need not read CLI11's.
namespace CLI {
class Option;
}  // namespace CLI

namespace tixdb::cli {

// One option that takes a value. The environment variable of --settle-delay is TIXDB_SETTLE_DELAY, the key in
// the configuration file is settle-delay.
class Option {
  public:
    Option& choices(std::vector<std::string> allowed);
    // Values that the option of this name takes in other commands. In the environment or the file they are
    // meant for those; here the default stays in force.
    Option& choices_elsewhere(std::vector<std::string> others);
    // A value for which holds() is false is refused, wherever it came from: it "is not <expectation>".
    Option& require(std::function<bool(const std::string&)> holds, std::string expectation);
    // For numbers: least and most are allowed themselves.
    Option& between(double least, double most);
    // For whole numbers of 0 and more, up to a size at which a double still holds each.
    Option& not_negative() { return between(0, 1e15); }
    // The value is an address: what stands before an @ in it, perhaps a password, is never shown.
    Option& hide_user_info();
    // An environment variable that had this meaning before tixdb. TIXDB_<NAME> takes precedence over it.
    Option& also_environment(std::string variable);
    // Likewise, but any text in it means yes. For flags.
    Option& also_environment_if_set(std::string variable);
    // Only on the command line: neither environment nor file.
    Option& command_line_only();

    [[nodiscard]] const std::string& name() const { return name_; }  // "settle-delay"
    [[nodiscard]] Origin origin() const { return origin_; }
    [[nodiscard]] std::vector<std::string> environment_variables() const;
    [[nodiscard]] bool is_command_line_only() const { return command_line_only_; }
    [[nodiscard]] bool is_flag() const { return is_flag_; }
    [[nodiscard]] const std::vector<std::string>& choices() const { return choices_; }  // empty: any value
    [[nodiscard]] const CLI::Option* raw() const { return raw_; }
    // The value in force, after resolve().
    [[nodiscard]] std::string value_text() const { return shown(show_()); }

  private:
    friend class OptionSet;

    void resolve(const Environment& environment, const ConfigFile& file);
    void assign(const std::string& text, Origin origin, const std::string& where);
    [[nodiscard]] std::string shown(const std::string& text) const;

    std::string name_;
    CLI::Option* raw_ = nullptr;
    std::string raw_value_;
    bool is_flag_ = false;
    bool command_line_only_ = false;
    bool hides_user_info_ = false;
    std::vector<std::string> legacy_variables_;
    std::vector<std::string> if_set_variables_;
    std::vector<std::string> choices_;
    std::vector<std::string> choices_elsewhere_;
    Origin origin_ = Origin::fallback;
    std::function<bool(const std::string&)> parse_;  // false: not a value of this type
    std::function<bool(const std::string&)> holds_ = [](const std::string&) { return true; };
    std::function<std::string()> show_;
    std::string expectation_;  // "a duration such as 5s or 10min"
};

}  // namespace tixdb::cli
