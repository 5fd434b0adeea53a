// SPDX-License-Identifier: MIT
// Noise whose Hurst exponent is known, because it is made with exactly the covariances that define it.
#pragma once

#include <complex>
#include <cstdint>
#include <random>
#include <vector>

namespace tixdb::test {

// Covariance at a lag of fractional Gaussian noise of variance 1: (|k+1|^2H - 2|k|^2H + |k-1|^2H) / 2.
[[nodiscard]] double fgn_covariance(double hurst, std::size_t lag);

// Circulant embedding (Davies & Harte, Tests for Hurst effect, Biometrika 74, 1987; Wood & Chan 1994): the
// covariances are the first row of a circulant matrix whose eigenvalues, by FFT, are all >= 0 for 0 < H < 1,
// so that white noise coloured with their roots has these covariances exactly, not only for long series.
class FractionalGaussianNoise {
  public:
    // length: a power of two. The same seed gives the same series everywhere.
    FractionalGaussianNoise(double hurst, std::size_t length, std::uint64_t seed);

    [[nodiscard]] std::vector<double> next();

    // Of any two values so far apart, as follows from how they are made: from the roots, not from samples.
    [[nodiscard]] double covariance(std::size_t lag) const;

  private:
    [[nodiscard]] double normal();

    std::size_t length_;
    std::vector<double> root_eigenvalues_;  // of twice the length, divided by its root
    std::mt19937_64 random_;
};

}  // namespace tixdb::test
