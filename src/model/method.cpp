// SPDX-License-Identifier: MIT

#include "model/method.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace tixdb::model {

std::string_view name_of(Method method) {
    switch (method) {
        case Method::classic:
            return "classic";
        case Method::queueing:
            return "queueing";
        case Method::adaptive:
            return "adaptive";
    }
    return "unknown";
}

std::optional<Method> method_named(std::string_view name) {
    for (const Method method : kMethods) {
        if (name == name_of(method)) return method;
    }
    return std::nullopt;
}

std::vector<std::string> method_names() {
    std::vector<std::string> names;
    for (const Method method : kMethods) names.emplace_back(name_of(method));
    return names;
}

std::vector<std::string> method_choices() {
    std::vector<std::string> choices = method_names();
    choices.emplace_back("all");
    return choices;
}

std::string method_choices_text() {
    return alternatives(method_choices());
}

std::vector<Method> methods_computed_for(std::span<const Method> asked) {
    const auto is_asked = [&](Method method) {
        return std::find(asked.begin(), asked.end(), method) != asked.end();
    };
    std::vector<Method> methods;
    for (const Method method : kMethods) {
        const bool is_of_the_pair = method == Method::queueing || method == Method::adaptive;
        const bool is_pair_asked = is_asked(Method::queueing) || is_asked(Method::adaptive);
        if (is_of_the_pair ? is_pair_asked : is_asked(method)) methods.push_back(method);
    }
    return methods;
}

std::vector<Method> methods_chosen(std::string_view choice) {
    if (const auto method = method_named(choice)) return {*method};
    return {kMethods.begin(), kMethods.end()};
}

}  // namespace tixdb::model
