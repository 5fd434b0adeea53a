// SPDX-License-Identifier: MIT
// Columns that several datasets have.
#pragma once

#include <array>
#include <cstddef>

#include "exports/dataset.hpp"

namespace tixdb::exports {

inline constexpr std::array kInstallationColumns = {
    Column{"user_id", "integer", "", "the user, as tix-api numbers users", Treatment::user},
    Column{"installation_id", "integer", "", "the installation; with the user the key of everything",
           Treatment::installation},
};

inline constexpr std::array kAddressColumn = {
    Column{"ip", "text", "", "the client's address as the server saw it", Treatment::address},
};

// One array after the other.
template <std::size_t... Sizes>
constexpr auto joined(const std::array<Column, Sizes>&... parts) {
    std::array<Column, (Sizes + ...)> all{};
    std::size_t at = 0;
    const auto append = [&all, &at](const auto& part) {
        for (const Column& column : part) all[at++] = column;
    };
    (append(parts), ...);
    return all;
}

}  // namespace tixdb::exports
