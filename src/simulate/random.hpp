// SPDX-License-Identifier: MIT
// Random numbers that are the same on every machine, compiler and C library.
//
// The generator is xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
// TOMS 47, 2021), its state filled by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). The distributions are
// our own, because those of the standard library differ between implementations, and use nothing but IEEE 754
// basic operations and square roots, which are exact by that standard; so does the logarithm.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace tixdb::simulate {

// ln(x) for a normal x > 0, to 2e-10 absolute. Not for numerical work: it is here to be identical everywhere
// and cheap.
[[nodiscard]] inline double portable_log(double x) {
    constexpr double kLn2 = 0.693147180559945309;
    constexpr std::uint64_t kMantissa = 0xF'FFFF'FFFF'FFFFU;
    constexpr std::uint64_t kHalf = 0x3FE0'0000'0000'0000U;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    // m in [1/2, 1), moved to [2/3, 4/3) so that the series below converges quickly.
    auto m = std::bit_cast<double>((bits & kMantissa) | kHalf);
    auto exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52U) - 1022);
    const bool low = m < 2.0 / 3.0;
    m = low ? m * 2 : m;
    exponent = low ? exponent - 1 : exponent;
    // ln(m) = 2 artanh(s) with s = (m - 1)/(m + 1), |s| <= 1/5.
    const double s = (m - 1) / (m + 1);
    const double z = s * s;
    const double z2 = z * z;
    const double series =
        (1 + z * (1.0 / 3)) + z2 * ((1.0 / 5 + z * (1.0 / 7)) + z2 * (1.0 / 9 + z * (1.0 / 11)));
    return exponent * kLn2 + 2 * s * series;
}

// One stream of random numbers. Not thread-safe: a stream belongs to one thread.
class Random {
  public:
    // What a stream is used for; streams of different purposes are independent.
    enum class Purpose : std::uint64_t {
        up_traffic,
        down_traffic,
        probes,
        schedule,
        reports,
        variation,
        up_jitter,
        down_jitter,
    };

    explicit Random(std::uint64_t seed);
    // The stream of one purpose of one installation under a seed: independent of which others are simulated,
    // in which order, and by how many threads.
    Random(std::uint64_t seed, std::int64_t user_id, std::int64_t installation_id, Purpose purpose);

    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    // In (0, 1], a multiple of 2^-53.
    double uniform() { return static_cast<double>((next() >> 11U) + 1) * 0x1p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    bool chance(double probability) { return probability > 0 && uniform() <= probability; }
    // With the given mean; up to about 37 means.
    double exponential(double mean) { return -portable_log(uniform()) * mean; }
    // Mean 0, variance 1 (Marsaglia's polar method).
    double normal();

  private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace tixdb::simulate
