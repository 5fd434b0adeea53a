// SPDX-License-Identifier: MIT
// Who measured: the key that everything in the database hangs on.
#pragma once

#include <compare>
#include <cstdint>

namespace tixdb::model {

// A client of a user, as tix-api numbers them. Both are > 0.
struct InstallationKey {
    std::int64_t user_id = 0;
    std::int64_t installation_id = 0;

    friend auto operator<=>(const InstallationKey&, const InstallationKey&) = default;
};

}  // namespace tixdb::model
