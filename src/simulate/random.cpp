// SPDX-License-Identifier: MIT

#include "simulate/random.hpp"

#include <cmath>

namespace tixdb::simulate {
namespace {

constexpr std::uint64_t kGolden = 0x9E37'79B9'7F4A'7C15U;  // 2^64 / golden ratio, SplitMix64's increment

// SplitMix64's finaliser: a bijection that spreads every bit over the whole word.
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return value ^ (value >> 31U);
}

std::uint64_t combined(std::uint64_t seed, std::uint64_t value) {
    return mixed(seed + kGolden + mixed(value));
}

}  // namespace

Random::Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
        seed += kGolden;
        word = mixed(seed);
    }
}

Random::Random(std::uint64_t seed, std::int64_t user_id, std::int64_t installation_id, Purpose purpose)
    : Random(combined(combined(combined(mixed(seed), static_cast<std::uint64_t>(user_id)),
                               static_cast<std::uint64_t>(installation_id)),
                      static_cast<std::uint64_t>(purpose))) {}

double Random::normal() {
    while (true) {
        const double x = uniform(-1, 1);
        const double y = uniform(-1, 1);
        const double square = x * x + y * y;
        if (square < 1 && square > 0) return x * std::sqrt(-2 * portable_log(square) / square);
    }
}

}  // namespace tixdb::simulate
