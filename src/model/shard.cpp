// SPDX-License-Identifier: MIT

#include "model/shard.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "base/parse_number.hpp"

namespace tixdb::model {
namespace {

// The step of SplitMix64 (Steele, Lea, Flood 2014): a bijection of 64 bits that leaves no trace of the
// neighbourhood of its arguments.
std::uint64_t split_mix(std::uint64_t x) {
    x += 0x9E37'79B9'7F4A'7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return x ^ (x >> 31U);
}

}  // namespace

std::string Shard::text() const {
    return fmt::format("{}/{}", index, count);
}

bool Shard::holds(const InstallationKey& key) const {
    return shard_of(key, count) == index;
}

int shard_of(const InstallationKey& key, int count) {
    const std::uint64_t user = split_mix(static_cast<std::uint64_t>(key.user_id));
    const std::uint64_t installation = split_mix(user ^ static_cast<std::uint64_t>(key.installation_id));
    int best = 0;
    std::uint64_t best_weight = 0;
    for (int shard = 0; shard < count; ++shard) {
        const std::uint64_t weight = split_mix(installation ^ static_cast<std::uint64_t>(shard));
        if (weight > best_weight) {
            best = shard;
            best_weight = weight;
        }
    }
    return best;
}

std::optional<Shard> parse_shard(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto index = parse_number<int>(text.substr(0, slash));
    const auto count = parse_number<int>(text.substr(slash + 1));
    if (!index || !count || *count < 1 || *count > kMostShards) return std::nullopt;
    if (*index < 0 || *index >= *count) return std::nullopt;
    return Shard{*index, *count};
}

}  // namespace tixdb::model
