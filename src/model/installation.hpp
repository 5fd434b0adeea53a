// SPDX-License-Identifier: MIT
// The client that measured: the key that everything in the database refers to.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace tixdb::model {

// A client of a user, as tix-api numbers them. Both are > 0.
struct InstallationKey {
    std::int64_t user_id = 0;
    std::int64_t installation_id = 0;

    // "23/5": as the folders of its reports are named.
    [[nodiscard]] std::string text() const {
        return std::to_string(user_id) + "/" + std::to_string(installation_id);
    }

    friend auto operator<=>(const InstallationKey&, const InstallationKey&) = default;
};

}  // namespace tixdb::model
