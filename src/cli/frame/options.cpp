// SPDX-License-Identifier: MIT

#include "cli/frame/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <utility>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kWholeNumber = "a whole number";
constexpr const char* kNumber = "a number";

// "-v,--verbose" -> "verbose"
std::string long_name_of(const std::string& names) {
    const auto at = names.find("--");
    std::string name = at == std::string::npos ? names : names.substr(at + 2);
    return name.substr(0, name.find(','));
}

// False if there is no value; target is as it was then.
template <typename T>
bool assign_if(const std::optional<T>& value, T& target) {
    if (value) target = *value;
    return value.has_value();
}

std::optional<bool> parse_bool(const std::string& text) {
    for (const char* yes : {"1", "true", "yes", "on"}) {
        if (text == yes) return true;
    }
    for (const char* no : {"0", "false", "no", "off"}) {
        if (text == no) return false;
    }
    return std::nullopt;
}

}  // namespace

void OptionSet::resolve_all(std::deque<Option>& options, const Environment& environment,
                            const ConfigFile& file) {
    for (Option& option : options) option.resolve(environment, file);
}

void OptionSet::resolve_all(std::deque<Option>& options, const Environment& environment,
                            const ConfigFile& file, std::vector<Error>& problems) {
    for (Option& option : options) {
        try {
            option.resolve(environment, file);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::configuration) throw;
            problems.push_back(error);
        }
    }
}

Option& OptionSet::declare(const std::string& names, const std::string& description, bool is_flag) {
    Option& option = options_.emplace_back();
    option.name_ = long_name_of(names);
    option.is_flag_ = is_flag;
    option.raw_ =
        is_flag ? app_.add_flag(names, description) : app_.add_option(names, option.raw_value_, description);
    return option;
}

Option& OptionSet::declare_value(const std::string& names, const std::string& description, Form form) {
    Option& option = declare(names, description, false);
    option.raw_->type_name(form.type);
    option.expectation_ = form.expectation;
    option.parse_ = std::move(form.parse);
    option.show_ = std::move(form.show);
    return option;
}

Option& OptionSet::flag(const std::string& names, bool& target, const std::string& description) {
    Option& option = declare(names, description, true);
    option.expectation_ = "yes or no";
    option.parse_ = [&target](const std::string& text) { return assign_if(parse_bool(text), target); };
    option.show_ = [&target] { return std::string(target ? "yes" : "no"); };
    return option;
}

Option& OptionSet::dry_run(bool& target, const std::string& description) {
    return flag("-n,--dry-run", target, description).command_line_only();
}

Option& OptionSet::value(const std::string& names, std::string& target, const std::string& description) {
    const auto parse = [&target](const std::string& text) {
        target = text;
        return true;
    };
    return declare_value(names, description, {"TEXT", "a text", parse, [&target] { return target; }});
}

Option& OptionSet::value(const std::string& names, std::optional<std::string>& target,
                         const std::string& description) {
    const auto parse = [&target](const std::string& text) {
        target = text;
        return !text.empty();
    };
    return declare_value(names, description, {"TEXT", "a text of one character or more", parse, [&target] {
                                                  return target.value_or("");
                                              }});
}

Option& OptionSet::value(const std::string& names, std::filesystem::path& target,
                         const std::string& description) {
    const auto parse = [&target](const std::string& text) {
        target = text;
        return !text.empty();
    };
    return declare_value(names, description,
                         {"PATH", "a path", parse, [&target] { return target.string(); }});
}

template <typename Number>
Option& OptionSet::number(const std::string& names, Number& target, const std::string& description,
                          const char* expectation) {
    const auto parse = [&target](const std::string& text) {
        return assign_if(parse_number<Number>(text), target);
    };
    return declare_value(names, description,
                         {"NUMBER", expectation, parse, [&target] { return fmt::format("{}", target); }});
}

template <typename Number>
Option& OptionSet::optional_number(const std::string& names, std::optional<Number>& target,
                                   const std::string& description, const char* expectation) {
    const auto parse = [&target](const std::string& text) {
        target = parse_number<Number>(text);
        return target.has_value();
    };
    const auto show = [&target] { return target ? fmt::format("{}", *target) : std::string(); };
    return declare_value(names, description, {"NUMBER", expectation, parse, show});
}

Option& OptionSet::value(const std::string& names, std::int64_t& target, const std::string& description) {
    return number(names, target, description, kWholeNumber);
}

Option& OptionSet::value(const std::string& names, double& target, const std::string& description) {
    return number(names, target, description, kNumber);
}

Option& OptionSet::value(const std::string& names, std::optional<std::int64_t>& target,
                         const std::string& description) {
    return optional_number(names, target, description, kWholeNumber);
}

Option& OptionSet::value(const std::string& names, std::optional<double>& target,
                         const std::string& description) {
    return optional_number(names, target, description, kNumber);
}

Option& OptionSet::value(const std::string& names, std::chrono::milliseconds& target,
                         const std::string& description, std::chrono::milliseconds bare_unit) {
    const auto parse = [&target, bare_unit](const std::string& text) {
        return assign_if(parse_duration(text, bare_unit), target);
    };
    return declare_value(names, description,
                         {"DURATION", "a duration such as 5s, 10min or 24h", parse,
                          [&target] { return duration_text(target); }});
}

void OptionSet::positional(const std::string& name, std::string& target, const std::string& description,
                           bool required) {
    app_.add_option(name, target, description)->required(required)->type_name("");
}

void OptionSet::positional(const std::string& name, std::vector<std::string>& target,
                           const std::string& description, bool required) {
    app_.add_option(name, target, description)->required(required)->type_name("");
}

OptionSet OptionSet::subcommand(const std::string& name, const std::string& description,
                                std::string& chosen) {
    CLI::App* sub = app_.add_subcommand(name, description);
    sub->fallthrough();
    sub->callback([&chosen, name] { chosen = name; });
    app_.require_subcommand(1);
    return {*sub, options_};
}

DeclaredOptions::DeclaredOptions(const std::function<void(OptionSet&)>& declare)
    : app_(std::make_unique<CLI::App>()) {
    OptionSet set(*app_, options_);
    declare(set);
}

DeclaredOptions::~DeclaredOptions() = default;

}  // namespace tixdb::cli
