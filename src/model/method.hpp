// SPDX-License-Identifier: MIT
// The methods by which a window's usage and quality are computed. A new one is an entry here, its file in
// metrics, its columns and its page; the compiler names each switch that has to know it
// (CONTRIBUTING.md#a-method).
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tixdb::model {

enum class Method { classic, queueing, adaptive };

// In the order that they are computed and shown in.
inline constexpr std::array kMethods = {Method::classic, Method::queueing, Method::adaptive};

// Results are queued for tix-api by this one unless the operator says otherwise.
inline constexpr Method kDefaultMethod = Method::queueing;

[[nodiscard]] std::string_view name_of(Method method);
[[nodiscard]] std::optional<Method> method_named(std::string_view name);

// The name of each, in the order of kMethods.
[[nodiscard]] std::vector<std::string> method_names();
// What an option that chooses methods takes: the name of each, and "all".
[[nodiscard]] std::vector<std::string> method_choices();
// "classic, queueing, adaptive or all": the same for people to read.
[[nodiscard]] std::string method_choices_text();
// What is computed where these are asked for, in the order of kMethods: `queueing` and `adaptive` look at the
// same waits, and one is never computed without the other.
[[nodiscard]] std::vector<Method> methods_computed_for(std::span<const Method> asked);
// All of them unless the choice is the name of one.
[[nodiscard]] std::vector<Method> methods_chosen(std::string_view choice);

}  // namespace tixdb::model
