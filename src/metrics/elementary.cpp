// SPDX-License-Identifier: MIT

#include "metrics/elementary.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tixdb::metrics {
namespace {

// 1/20! is below the last bit of e.
constexpr int kExpTerms = 20;
// |z| <= 0.172 below, and 0.172^23 is below the last bit.
constexpr int kLogTerms = 23;
constexpr int kLogPowers = (kLogTerms + 1) / 2;
constexpr double kLog10Of2 = std::numbers::ln2_v<double> / std::numbers::ln10_v<double>;

// 1, 1/3, 1/5, …
constexpr std::array<double, kLogPowers> odd_reciprocals() {
    std::array<double, kLogPowers> reciprocals{};
    for (std::size_t i = 0; i < reciprocals.size(); ++i) {
        reciprocals[i] = 1.0 / static_cast<double>(2 * i + 1);
    }
    return reciprocals;
}
constexpr std::array<double, kLogPowers> kOddReciprocals = odd_reciprocals();

}  // namespace

double exp_of_unit(double x) {
    // Horner's scheme of the power series.
    double sum = 1;
    for (int n = kExpTerms; n >= 1; --n) sum = 1 + x / n * sum;
    return sum;
}

double log2_of(double x) {
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);  // exact, in [1/2, 1)
    if (mantissa < std::numbers::sqrt2_v<double> / 2) {
        mantissa *= 2;
        --exponent;
    }
    // ln m = 2 artanh z, z = (m - 1) / (m + 1); powers of two give exactly zero here.
    const double z = (mantissa - 1) / (mantissa + 1);
    const double z_squared = z * z;
    double sum = 0;
    for (std::size_t i = kOddReciprocals.size(); i-- > 0;) sum = kOddReciprocals[i] + z_squared * sum;
    return exponent + 2 * z * sum / std::numbers::ln2_v<double>;
}

double log10_of(double x) {
    return log2_of(x) * kLog10Of2;
}

}  // namespace tixdb::metrics
