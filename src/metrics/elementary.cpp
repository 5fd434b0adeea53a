// SPDX-License-Identifier: MIT

#include "metrics/elementary.hpp"

#include <cmath>
#include <numbers>

namespace tixdb::metrics {
namespace {

// 1/20! is below the last bit of e.
constexpr int kExpTerms = 20;
// |z| <= 0.172 below, and 0.172^23 is below the last bit.
constexpr int kLogTerms = 23;
constexpr double kLog10Of2 = std::numbers::ln2_v<double> / std::numbers::ln10_v<double>;

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
    double sum = 0;
    for (int n = kLogTerms; n >= 1; n -= 2) sum = 1.0 / n + z * z * sum;
    return exponent + 2 * z * sum / std::numbers::ln2_v<double>;
}

double log10_of(double x) {
    return log2_of(x) * kLog10Of2;
}

}  // namespace tixdb::metrics
