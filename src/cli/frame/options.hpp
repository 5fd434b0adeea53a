// SPDX-License-Identifier: MIT
// Options as this program means them: flag before environment before file before default, each with its
// origin. CLI11 only splits the command line; it would let the file win over the environment.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "cli/frame/context.hpp"

// Named only here: what includes this header need not read CLI11's.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tixdb::cli {

// One option that takes a value. The environment variable of --settle-delay is TIXDB_SETTLE_DELAY, the key in
// the configuration file is settle-delay.
class Option {
  public:
    Option& choices(std::vector<std::string> allowed);
    // What the option of this name takes in other commands: in the environment or the file it is meant for
    // them, and the default stays in force here.
    Option& choices_elsewhere(std::vector<std::string> others);
    // A value for which holds() is false is refused, wherever it came from: it "is not <expectation>".
    Option& require(std::function<bool(const std::string&)> holds, std::string expectation);
    // Of numbers, both ends included.
    Option& between(double least, double most);
    // The value is an address: what stands before an @ in it, perhaps a password, is never shown.
    Option& hide_user_info();
    // A variable that had this meaning before tixdb; ours goes first.
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

// The options of one (sub)command. Targets must outlive it; their values at declaration are the defaults.
class OptionSet {
  public:
    OptionSet(CLI::App& app, std::deque<Option>& options) : app_(app), options_(options) {}

    // names as CLI11 writes them: "-v,--verbose".
    Option& flag(const std::string& names, bool& target, const std::string& description);
    Option& value(const std::string& names, std::string& target, const std::string& description);
    Option& value(const std::string& names, std::filesystem::path& target, const std::string& description);
    Option& value(const std::string& names, std::int64_t& target, const std::string& description);
    Option& value(const std::string& names, double& target, const std::string& description);
    // -n: on the command line only, so that no forgotten setting keeps a command from its work.
    Option& dry_run(bool& target, const std::string& description);
    // Given or not.
    Option& value(const std::string& names, std::optional<std::int64_t>& target,
                  const std::string& description);
    Option& value(const std::string& names, std::optional<double>& target, const std::string& description);
    // "5s", "10min"; a bare number takes bare_unit.
    Option& value(const std::string& names, std::chrono::milliseconds& target, const std::string& description,
                  std::chrono::milliseconds bare_unit = std::chrono::seconds(1));
    // Given or not. An empty text is refused on the command line: it is what a forgotten shell variable
    // leaves.
    Option& value(const std::string& names, std::optional<std::string>& target,
                  const std::string& description);

    // Command line only, in the order declared; required unless the target may stay empty.
    void positional(const std::string& name, std::string& target, const std::string& description,
                    bool required = true);
    void positional(const std::string& name, std::vector<std::string>& target, const std::string& description,
                    bool required = true);

    // `tixdb outbox list`: chosen is set to name when the user calls it.
    [[nodiscard]] OptionSet subcommand(const std::string& name, const std::string& description,
                                       std::string& chosen);

    // Called once the command line has been split.
    static void resolve_all(std::deque<Option>& options, const Environment& environment,
                            const ConfigFile& file);
    // Likewise; a value of the environment or the file that is none becomes a problem, and the default stays.
    static void resolve_all(std::deque<Option>& options, const Environment& environment,
                            const ConfigFile& file, std::vector<Error>& problems);

  private:
    Option& declare(const std::string& names, const std::string& description, bool is_flag);
    template <typename Number>
    Option& optional_number(const std::string& names, std::optional<Number>& target,
                            const std::string& description, const char* expectation);

    CLI::App& app_;
    std::deque<Option>& options_;
};

// The options of a command that nobody called, for those that describe it.
class DeclaredOptions {
  public:
    explicit DeclaredOptions(const std::function<void(OptionSet&)>& declare);
    ~DeclaredOptions();
    DeclaredOptions(const DeclaredOptions&) = delete;
    DeclaredOptions& operator=(const DeclaredOptions&) = delete;

    [[nodiscard]] std::deque<Option>& options() { return options_; }
    [[nodiscard]] const CLI::App& app() const { return *app_; }

  private:
    std::unique_ptr<CLI::App> app_;
    std::deque<Option> options_;
};

}  // namespace tixdb::cli
