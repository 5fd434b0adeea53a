// SPDX-License-Identifier: MIT
// The options of a command. CLI11 only splits the command line: it would let the file win over the
// environment.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/frame/context.hpp"
#include "cli/frame/option.hpp"

// Named only here: what includes this header need not read CLI11's.
namespace CLI {
class App;
}  // namespace CLI

namespace tixdb::cli {

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
    // Empty unless it is given.
    Option& value(const std::string& names, std::optional<std::int64_t>& target,
                  const std::string& description);
    Option& value(const std::string& names, std::optional<double>& target, const std::string& description);
    // "5s", "10min"; a number without a unit is of bare_unit.
    Option& value(const std::string& names, std::chrono::milliseconds& target, const std::string& description,
                  std::chrono::milliseconds bare_unit = std::chrono::seconds(1));
    // Empty unless it is given. On the command line an empty text is refused: it is what a shell variable
    // that was not set leaves.
    Option& value(const std::string& names, std::optional<std::string>& target,
                  const std::string& description);

    // Command line only, in the order declared; required unless the target may stay empty.
    void positional(const std::string& name, std::string& target, const std::string& description,
                    bool required = true);
    void positional(const std::string& name, std::vector<std::string>& target, const std::string& description,
                    bool required = true);

    // For `tixdb outbox list`: chosen is set to name if the user has called that subcommand.
    [[nodiscard]] OptionSet subcommand(const std::string& name, const std::string& description,
                                       std::string& chosen);

    // Called once the command line has been split.
    static void resolve_all(std::deque<Option>& options, const Environment& environment,
                            const ConfigFile& file);
    // Likewise, but a wrong value in the environment or the file is added to problems, and the default stays
    // in force.
    static void resolve_all(std::deque<Option>& options, const Environment& environment,
                            const ConfigFile& file, std::vector<Error>& problems);

  private:
    // The form of a value: how it is named to people, read from a text and shown.
    struct Form {
        const char* type;         // "NUMBER"
        const char* expectation;  // "a whole number"
        std::function<bool(const std::string&)> parse;
        std::function<std::string()> show;
    };

    Option& declare(const std::string& names, const std::string& description, bool is_flag);
    Option& declare_value(const std::string& names, const std::string& description, Form form);
    template <typename Number>
    Option& number(const std::string& names, Number& target, const std::string& description,
                   const char* expectation);
    template <typename Number>
    Option& optional_number(const std::string& names, std::optional<Number>& target,
                            const std::string& description, const char* expectation);

    CLI::App& app_;
    std::deque<Option>& options_;
};

// The options of a command that was not called, for commands that describe others.
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
