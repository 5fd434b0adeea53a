// SPDX-License-Identifier: MIT

#include "cli/frame/option.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

std::string variable_of(const std::string& name) {
    std::string variable = "TIXDB_";
    for (const char c : name) variable += c == '-' ? '_' : static_cast<char>(std::toupper(c));
    return variable;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
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

}  // namespace tixdb::cli
