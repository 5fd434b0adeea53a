// SPDX-License-Identifier: MIT

#include "support/fractional_gaussian_noise.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

namespace tixdb::test {
namespace {

using Complex = std::complex<double>;

// Cooley & Tukey's recursion, a power of two.
std::vector<Complex> fourier(const std::vector<Complex>& input) {
    const std::size_t size = input.size();
    if (size == 1) return input;
    std::vector<Complex> even;
    std::vector<Complex> odd;
    for (std::size_t i = 0; i < size; i += 2) {
        even.push_back(input[i]);
        odd.push_back(input[i + 1]);
    }
    even = fourier(even);
    odd = fourier(odd);
    std::vector<Complex> output(size);
    for (std::size_t k = 0; k < size / 2; ++k) {
        const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size);
        const Complex turned = std::polar(1.0, angle) * odd[k];
        output[k] = even[k] + turned;
        output[k + size / 2] = even[k] - turned;
    }
    return output;
}

}  // namespace

double fgn_covariance(double hurst, std::size_t lag) {
    const auto k = static_cast<double>(lag);
    const double power = 2 * hurst;
    return (std::pow(k + 1, power) - 2 * std::pow(k, power) + std::pow(std::abs(k - 1), power)) / 2;
}

FractionalGaussianNoise::FractionalGaussianNoise(double hurst, std::size_t length, std::uint64_t seed)
    : length_(length), random_(seed) {
    const std::size_t size = 2 * length;
    std::vector<Complex> row;
    for (std::size_t i = 0; i < size; ++i) row.emplace_back(fgn_covariance(hurst, std::min(i, size - i)));
    for (const Complex& eigenvalue : fourier(row)) {
        if (eigenvalue.real() < -1e-9) throw std::logic_error("the circulant matrix is no covariance");
        root_eigenvalues_.push_back(std::sqrt(std::max(0.0, eigenvalue.real()) / static_cast<double>(size)));
    }
}

// A value is the real part of a sum of independent complex normal numbers, each turned by an angle that grows
// with its place: what two places have in common is the cosine of the difference.
double FractionalGaussianNoise::covariance(std::size_t lag) const {
    const auto size = static_cast<double>(root_eigenvalues_.size());
    double sum = 0;
    for (std::size_t k = 0; k < root_eigenvalues_.size(); ++k) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(k * lag) / size;
        sum += root_eigenvalues_[k] * root_eigenvalues_[k] * std::cos(angle);
    }
    return sum;
}

// Box & Muller: std::normal_distribution differs between libraries.
double FractionalGaussianNoise::normal() {
    const double u = (static_cast<double>(random_() >> 11U) + 0.5) * 0x1p-53;
    const double v = static_cast<double>(random_() >> 11U) * 0x1p-53;
    return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

std::vector<double> FractionalGaussianNoise::next() {
    std::vector<Complex> coloured;
    coloured.reserve(root_eigenvalues_.size());
    for (const double root : root_eigenvalues_) {
        const double real = normal();
        const double imaginary = normal();
        coloured.emplace_back(root * real, root * imaginary);
    }
    std::vector<double> series;
    series.reserve(length_);
    for (const Complex& value : fourier(coloured)) {
        if (series.size() == length_) break;
        series.push_back(value.real());
    }
    return series;
}

}  // namespace tixdb::test
