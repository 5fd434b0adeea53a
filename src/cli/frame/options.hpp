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
    // What a value looks like: what is told of it, and how it is read and shown.
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
