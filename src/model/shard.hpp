// SPDX-License-Identifier: MIT
// Which part of all installations a database or a command is about, where the work is spread over several.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/installation.hpp"

namespace tixdb::model {

// Beyond it nobody gains, and each installation costs a step per shard.
inline constexpr int kMostShards = 10'000;

// Shard `index` of `count`: 0 <= index < count <= kMostShards.
struct Shard {
    int index = 0;
    int count = 1;

    // "3/8"
    [[nodiscard]] std::string text() const;
    // Whether the installation is of this shard. installation_id 0, a user's folder, is of one shard too.
    [[nodiscard]] bool holds(const InstallationKey& key) const;

    friend auto operator<=>(const Shard&, const Shard&) = default;
};

// Of `count` shards the one that an installation belongs to. Rendezvous hashing: every shard has a weight
// for every installation, the highest wins. So each has about the same number of installations, and with
// one more shard only those move that the new one wins: one in count + 1. The function is fixed for good,
// since databases rest on it (docs/scaling.md has it in full).
[[nodiscard]] int shard_of(const InstallationKey& key, int count);

// "3/8"; nothing if the text is anything else, or the index is not below the count.
[[nodiscard]] std::optional<Shard> parse_shard(std::string_view text);

}  // namespace tixdb::model
