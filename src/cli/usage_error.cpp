// SPDX-License-Identifier: MIT

#include "cli/usage_error.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/suggestion.hpp"
#include "base/text.hpp"

namespace tixdb::cli {
namespace {

// The command that was called, with those it is a command of.
struct Called {
    std::vector<const CLI::App*> apps;  // the program itself first

    explicit Called(const CLI::App& root) {
        for (const CLI::App* app = &root; app != nullptr;) {
            apps.push_back(app);
            const auto inner = app->get_subcommands();
            app = inner.empty() ? nullptr : inner.front();
        }
    }

    [[nodiscard]] const CLI::App& last() const { return *apps.back(); }
    [[nodiscard]] bool is_group() const { return !last().get_subcommands(nullptr).empty(); }

    // "tixdb", "run", "asn import"
    [[nodiscard]] std::string name() const {
        if (apps.size() == 1) return apps.front()->get_name();
        std::string text;
        for (std::size_t i = 1; i < apps.size(); ++i) text += (i == 1 ? "" : " ") + apps[i]->get_name();
        return text;
    }

    [[nodiscard]] std::string explains() const {
        return fmt::format("`{}{} --help` explains", apps.size() == 1 ? "" : "tixdb ", name());
    }

    // Long options that may stand here, without their dashes.
    [[nodiscard]] std::vector<std::string> option_names() const {
        std::vector<std::string> names;
        for (const CLI::App* app : apps) {
            for (const CLI::Option* option : app->get_options()) {
                for (const std::string& name : option->get_lnames()) names.push_back(name);
            }
        }
        return names;
    }

    // With its dashes.
    [[nodiscard]] bool has_option(const std::string& typed) const {
        return std::any_of(apps.begin(), apps.end(),
                           [&](const CLI::App* app) { return app->get_option_no_throw(typed) != nullptr; });
    }

    // The option that CLI11 calls so, which is its first long name.
    [[nodiscard]] const CLI::Option* option_named(std::string_view name) const {
        for (const CLI::App* app : apps) {
            for (const CLI::Option* option : app->get_options()) {
                if (option->get_name() == name) return option;
            }
        }
        return nullptr;
    }
};

std::vector<std::string_view> views_of(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
    return names;
}

// "-d, --database"
std::string shown_names(const CLI::Option& option) {
    std::string text;
    for (const std::string& name : option.get_snames()) text += (text.empty() ? "-" : ", -") + name;
    for (const std::string& name : option.get_lnames()) text += (text.empty() ? "--" : ", --") + name;
    return text.empty() ? option.get_name(true) : text;
}

Error unknown_option(const Called& called, const std::string& argument) {
    // What follows an = or, with one dash, the letter is a value.
    const bool is_long = argument.starts_with("--");
    const std::string typed = is_long ? argument.substr(0, argument.find('=')) : argument.substr(0, 2);
    if (typed == "--api-password" || typed == "--password") {
        return {ErrorKind::usage,
                fmt::format("there is no {}, since everybody can read a command line", typed),
                "put it in a file: --api-password-file FILE"};
    }
    // It is an option all the same if it stands before the command whose option it is.
    if (called.has_option(typed)) {
        return {ErrorKind::usage, fmt::format("{} is an option of {}", typed, called.name()),
                fmt::format("put it behind the command: tixdb {} {}", called.name(), typed)};
    }
    const auto names = called.option_names();
    const std::string nearest = is_long ? nearest_name(typed.substr(2), views_of(names)) : "";
    return {ErrorKind::usage, fmt::format("{} has no option {}", called.name(), escaped(typed)),
            nearest.empty() ? called.explains() : fmt::format("did you mean --{}?", nearest)};
}

Error unknown_command_of(const Called& called, const std::string& typed) {
    const auto names = command_names(called.last());
    const std::string where = called.apps.size() == 1 ? "" : called.name() + ": ";
    return {ErrorKind::usage, fmt::format("{}there is no command {}", where, escaped(typed)),
            did_you_mean(typed, views_of(names),
                         fmt::format("`{}{} --help` lists the commands",
                                     called.apps.size() == 1 ? "" : "tixdb ", called.name()))};
}

std::string arguments_of(const CLI::App& app) {
    std::string text;
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_positional()) text += (text.empty() ? "" : " ") + option->get_name(true);
    }
    return text.empty() ? "no argument" : text + " and nothing more";
}

Error unexpected(const Called& called, const std::vector<std::string>& arguments) {
    const auto option = std::find_if(arguments.begin(), arguments.end(), [](const std::string& argument) {
        return argument.size() > 1 && argument.starts_with('-') && argument != "--";
    });
    if (option != arguments.end()) return unknown_option(called, *option);
    if (called.is_group() && !arguments.empty()) return unknown_command_of(called, arguments.front());
    return {ErrorKind::usage, fmt::format("{} takes {}", called.name(), arguments_of(called.last())),
            called.explains()};
}

// CLI11's texts begin with the option's name: "--wait: 1 required DURATION missing".
Error wrong_number_of_values(const Called& called, const std::string& text) {
    const std::string name = text.substr(0, text.find_first_of(": "));
    const CLI::Option* option = called.option_named(name);
    if (option == nullptr) return {ErrorKind::usage, "an option is not complete", called.explains()};
    const std::string names = shown_names(*option);
    if (text.find("At Most") != std::string::npos)
        return {ErrorKind::usage, fmt::format("{} is given twice", names), "give it once"};
    if (option->get_type_name().empty() || option->get_expected_max() == 0)
        return {ErrorKind::usage, fmt::format("{} takes no value", names), called.explains()};
    return {ErrorKind::usage, fmt::format("{} needs a {} after it", names, option->get_type_name()),
            called.explains()};
}

Error missing(const Called& called, const std::string& text) {
    if (called.is_group()) {
        return {ErrorKind::usage, fmt::format("{}: no subcommand given", called.name()),
                fmt::format("`tixdb {} --help` lists them", called.name())};
    }
    return {ErrorKind::usage, fmt::format("{}: {} is missing", called.name(), text.substr(0, text.find(' '))),
            called.explains()};
}

}  // namespace

bool has_unknown_command(const CLI::App& root) {
    const auto words = root.remaining();
    return root.get_subcommands().empty() && !words.empty() && !words.front().starts_with('-');
}

Error unknown_command(const CLI::App& root) {
    return unknown_command_of(Called(root), root.remaining().front());
}

Error usage_error(const CLI::App& root, const CLI::ParseError& error) {
    if (has_unknown_command(root)) return unknown_command(root);
    const Called called(root);
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
        return unexpected(called, root.remaining(true));
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
        return wrong_number_of_values(called, error.what());
    // What was not expected is why something seems to be missing.
    if (root.remaining_size(true) > 0) return unexpected(called, root.remaining(true));
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) return missing(called, error.what());
    // A flag with a value: "The value x is not an allowed value for --quiet".
    return {ErrorKind::usage, "a flag has a value that it does not take", called.explains()};
}

}  // namespace tixdb::cli
