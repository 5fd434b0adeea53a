// SPDX-License-Identifier: MIT

#include "model/outbox_item.hpp"

#include <array>
#include <utility>

namespace tixdb::model {
namespace {

constexpr std::array<std::pair<OutboxState, std::string_view>, 9> kStates = {{
    {OutboxState::pending, "pending"},
    {OutboxState::sending, "sending"},
    {OutboxState::retry, "retry"},
    {OutboxState::held, "held"},
    {OutboxState::uncertain, "uncertain"},
    {OutboxState::sent, "sent"},
    {OutboxState::dead, "dead"},
    {OutboxState::superseded, "superseded"},
    {OutboxState::dropped, "dropped"},
}};

constexpr std::array<std::pair<HeldFor, std::string_view>, 3> kHeldFor = {{
    {HeldFor::address, "address"},
    {HeldFor::user, "user"},
    {HeldFor::installation, "installation"},
}};

template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
    for (const auto& [each, name] : table) {
        if (each == value) return name;
    }
    return "unknown";
}

template <typename Value, typename Table>
std::optional<Value> value_in(const Table& table, std::string_view text) {
    for (const auto& [value, name] : table) {
        if (name == text) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(OutboxState state) {
    return name_in(kStates, state);
}

std::optional<OutboxState> outbox_state_named(std::string_view name) {
    return value_in<OutboxState>(kStates, name);
}

std::string_view name_of(HeldFor held_for) {
    return name_in(kHeldFor, held_for);
}

std::optional<HeldFor> held_for_named(std::string_view name) {
    return value_in<HeldFor>(kHeldFor, name);
}

}  // namespace tixdb::model
