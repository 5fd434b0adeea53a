// SPDX-License-Identifier: MIT

#include "cli/frame/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::cli {
namespace {

// "-v,--verbose" -> "verbose"
std::string long_name_of(const std::string& names) {
    const auto at = names.find("--");
    std::string name = at == std::string::npos ? names : names.substr(at + 2);
    return name.substr(0, name.find(','));
}

std::string variable_of(const std::string& name) {
    std::string variable = "TIXDB_";
    for (const char c : name) variable += c == '-' ? '_' : static_cast<char>(std::toupper(c));
    return variable;
}

// False if the text is no such number; target is as it was then.
template <typename Number>
bool assign_number(const std::string& text, Number& target) {
    const auto value = parse_number<Number>(text);
    if (value) target = *value;
    return value.has_value();
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
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

const char* hint_for(Origin origin) {
    if (origin == Origin::flag) return "--help explains the options";
    return origin == Origin::environment ? "fix or unset the variable" : "fix that line of the file";
}

}  // namespace

Option& Option::choices(std::vector<std::string> allowed) {
    choices_ = std::move(allowed);
    expectation_ = fmt::format("one of {}", fmt::join(choices_, ", "));
    return *this;
}

Option& Option::choices_elsewhere(std::vector<std::string> others) {
    choices_elsewhere_ = std::move(others);
    return *this;
}

Option& Option::require(std::function<bool(const std::string&)> holds, std::string expectation) {
    holds_ = std::move(holds);
    expectation_ = std::move(expectation);
    return *this;
}

Option& Option::between(double least, double most) {
    return require(
        [least, most](const std::string& text) {
            const auto value = parse_number<double>(text);
            return value && *value >= least && *value <= most;  // false for NaN
        },
        fmt::format("{} from {} to {}", expectation_, least, most));
}

Option& Option::hide_user_info() {
    hides_user_info_ = true;
    return *this;
}

std::string Option::shown(const std::string& text) const {
    const std::size_t at = text.rfind('@');
    if (!hides_user_info_ || at == std::string::npos) return text;
    const std::size_t scheme = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
    const bool has_scheme = scheme < at && text.compare(scheme, 3, "://") == 0;
    return (has_scheme ? text.substr(0, scheme + 3) : "") + "***" + text.substr(at);
}

Option& Option::also_environment(std::string variable) {
    legacy_variables_.push_back(std::move(variable));
    return *this;
}

Option& Option::also_environment_if_set(std::string variable) {
    if_set_variables_.push_back(std::move(variable));
    return *this;
}

Option& Option::command_line_only() {
    command_line_only_ = true;
    return *this;
}

std::vector<std::string> Option::environment_variables() const {
    if (command_line_only_) return {};
    std::vector<std::string> variables = {variable_of(name_)};
    variables.insert(variables.end(), legacy_variables_.begin(), legacy_variables_.end());
    variables.insert(variables.end(), if_set_variables_.begin(), if_set_variables_.end());
    return variables;
}

void Option::assign(const std::string& text, Origin origin, const std::string& where) {
    if (origin != Origin::flag && contains(choices_elsewhere_, text)) return;
    const bool allowed = choices_.empty() || contains(choices_, text);
    if (!allowed || !holds_(text) || !parse_(text)) {
        const auto kind = origin == Origin::flag ? ErrorKind::usage : ErrorKind::configuration;
        const std::vector<std::string_view> names(choices_.begin(), choices_.end());
        throw Error(kind, fmt::format("{}: \"{}\" is not {}", where, escaped(shown(text)), expectation_),
                    did_you_mean(text, names, hint_for(origin)));
    }
    origin_ = origin;
}

void Option::resolve(const Environment& environment, const ConfigFile& file) {
    if (raw_->count() > 0) {
        if (is_flag_ && raw_->results().front() != "true") {
            throw Error(ErrorKind::usage, fmt::format("--{} takes no value", name_), "leave the value out");
        }
        assign(is_flag_ ? "true" : raw_value_, Origin::flag, "--" + name_);
        return;
    }
    for (const std::string& variable : environment_variables()) {
        const auto found = environment.find(variable);
        if (found == environment.end() || found->second.empty()) continue;
        const bool any_text_is_yes = contains(if_set_variables_, variable);
        assign(any_text_is_yes ? "true" : found->second, Origin::environment, variable);
        return;
    }
    const auto found = file.values.find(name_);
    if (!command_line_only_ && found != file.values.end() && !found->second.text.empty()) {
        assign(found->second.text, Origin::file,
               fmt::format("{}: {}", file.place_of(found->second.line), name_));
    }
}

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

Option& OptionSet::flag(const std::string& names, bool& target, const std::string& description) {
    Option& option = declare(names, description, true);
    option.expectation_ = "yes or no";
    option.parse_ = [&target](const std::string& text) {
        const auto value = parse_bool(text);
        if (value) target = *value;
        return value.has_value();
    };
    option.show_ = [&target] { return std::string(target ? "yes" : "no"); };
    return option;
}

Option& OptionSet::dry_run(bool& target, const std::string& description) {
    return flag("-n,--dry-run", target, description).command_line_only();
}

Option& OptionSet::value(const std::string& names, std::string& target, const std::string& description) {
    Option& option = declare(names, description, false);
    option.expectation_ = "a text";
    option.parse_ = [&target](const std::string& text) {
        target = text;
        return true;
    };
    option.show_ = [&target] { return target; };
    option.raw_->type_name("TEXT");
    return option;
}

Option& OptionSet::value(const std::string& names, std::optional<std::string>& target,
                         const std::string& description) {
    Option& option = declare(names, description, false);
    option.expectation_ = "a text of one character or more";
    option.parse_ = [&target](const std::string& text) {
        target = text;
        return !text.empty();
    };
    option.show_ = [&target] { return target.value_or(""); };
    option.raw_->type_name("TEXT");
    return option;
}

Option& OptionSet::value(const std::string& names, std::filesystem::path& target,
                         const std::string& description) {
    Option& option = declare(names, description, false);
    option.expectation_ = "a path";
    option.parse_ = [&target](const std::string& text) {
        target = text;
        return !text.empty();
    };
    option.show_ = [&target] { return target.string(); };
    option.raw_->type_name("PATH");
    return option;
}

Option& OptionSet::value(const std::string& names, std::int64_t& target, const std::string& description) {
    Option& option = declare(names, description, false);
    option.expectation_ = "a whole number";
    option.parse_ = [&target](const std::string& text) { return assign_number(text, target); };
    option.show_ = [&target] { return std::to_string(target); };
    option.raw_->type_name("NUMBER");
    return option;
}

Option& OptionSet::value(const std::string& names, double& target, const std::string& description) {
    Option& option = declare(names, description, false);
    option.expectation_ = "a number";
    option.parse_ = [&target](const std::string& text) { return assign_number(text, target); };
    option.show_ = [&target] { return fmt::format("{}", target); };
    option.raw_->type_name("NUMBER");
    return option;
}

template <typename Number>
Option& OptionSet::optional_number(const std::string& names, std::optional<Number>& target,
                                   const std::string& description, const char* expectation) {
    Option& option = declare(names, description, false);
    option.expectation_ = expectation;
    option.parse_ = [&target](const std::string& text) {
        target = parse_number<Number>(text);
        return target.has_value();
    };
    option.show_ = [&target] { return target ? fmt::format("{}", *target) : std::string(); };
    option.raw_->type_name("NUMBER");
    return option;
}

Option& OptionSet::value(const std::string& names, std::optional<std::int64_t>& target,
                         const std::string& description) {
    return optional_number(names, target, description, "a whole number");
}

Option& OptionSet::value(const std::string& names, std::optional<double>& target,
                         const std::string& description) {
    return optional_number(names, target, description, "a number");
}

Option& OptionSet::value(const std::string& names, std::chrono::milliseconds& target,
                         const std::string& description, std::chrono::milliseconds bare_unit) {
    Option& option = declare(names, description, false);
    option.expectation_ = "a duration such as 5s, 10min or 24h";
    option.parse_ = [&target, bare_unit](const std::string& text) {
        const auto duration = parse_duration(text, bare_unit);
        if (duration) target = *duration;
        return duration.has_value();
    };
    option.show_ = [&target] { return duration_text(target); };
    option.raw_->type_name("DURATION");
    return option;
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
