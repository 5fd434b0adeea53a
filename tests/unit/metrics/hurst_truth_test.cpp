// SPDX-License-Identifier: MIT
// Both estimators on noise of known Hurst exponent: the table of docs/accuracy.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "metrics/hurst.hpp"
#include "support/fractional_gaussian_noise.hpp"
#include "support/source_tree.hpp"

namespace tixdb::metrics {
namespace {

constexpr std::size_t kLength = 512;  // what ten minutes of one probe per second leave

struct Estimates {
    double bias = 0;
    double spread = 0;  // standard deviation
};

Estimates summary(const std::vector<double>& values, double truth) {
    const auto count = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) sum += value;
    const double mean = sum / count;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return {mean - truth, std::sqrt(squares / (count - 1))};
}

TEST(FractionalGaussianNoise, IsMadeWithExactlyTheCovariancesThatDefineIt) {
    for (int percent = 50; percent <= 95; percent += 5) {
        const double hurst = percent / 100.0;
        const test::FractionalGaussianNoise noise(hurst, kLength, 1);
        for (std::size_t lag = 0; lag < kLength; ++lag) {
            ASSERT_NEAR(noise.covariance(lag), test::fgn_covariance(hurst, lag), 1e-12)
                << hurst << " lag " << lag;
        }
    }
    // The definition itself, where it can be seen: white at 0.5, and the sum of n values has variance n^2H.
    EXPECT_EQ(test::fgn_covariance(0.5, 0), 1);
    EXPECT_EQ(test::fgn_covariance(0.5, 3), 0);
    double sum = 0;
    for (std::size_t i = 0; i < 100; ++i) {
        for (std::size_t j = 0; j < 100; ++j) sum += test::fgn_covariance(0.8, i > j ? i - j : j - i);
    }
    EXPECT_NEAR(sum, std::pow(100, 1.6), 1e-8);
}

TEST(FractionalGaussianNoise, ItsSeriesHaveThem) {
    constexpr double kHurst = 0.8;
    constexpr int kSeries = 600;
    test::FractionalGaussianNoise noise(kHurst, 64, 7);
    for (const std::size_t lag : {0U, 1U, 5U, 40U}) {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < kSeries; ++i) {
            const std::vector<double> x = noise.next();
            for (std::size_t j = 0; j + lag < x.size(); ++j, ++count) sum += x[j] * x[j + lag];
        }
        EXPECT_NEAR(sum / count, test::fgn_covariance(kHurst, lag), 0.03) << "lag " << lag;
    }
}

// | H | R/S bias | R/S spread | wavelet bias | wavelet spread |
using Row = std::array<double, 5>;

// The table of docs/accuracy.md, by H in hundredths.
std::map<int, Row> documented() {
    std::ifstream page(test::source_folder().string() + "/docs/accuracy.md");
    std::map<int, Row> rows;
    bool is_section = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("## ")) is_section = line == "## Hurst against known truth";
        if (!is_section || !line.starts_with("| 0.")) continue;
        std::replace(line.begin(), line.end(), '|', ' ');
        std::istringstream fields(line);
        Row row{};
        for (double& field : row) fields >> field;
        EXPECT_TRUE(fields) << line;
        rows[static_cast<int>(std::lround(row[0] * 100))] = row;
    }
    return rows;
}

TEST(Hurst, BiasAndSpreadOnFractionalGaussianNoiseAreAsDocumented) {
    constexpr int kSeries = 200;
    const std::map<int, Row> rows = documented();
    ASSERT_EQ(rows.size(), 10U);
    std::printf("| H | R/S bias | R/S spread | wavelet bias | wavelet spread |\n|---|---|---|---|---|\n");
    for (int percent = 50; percent <= 95; percent += 5) {
        const double truth = percent / 100.0;
        test::FractionalGaussianNoise noise(truth, kLength, 20'240'101);
        std::vector<double> range;
        std::vector<double> wavelet;
        for (int i = 0; i < kSeries; ++i) {
            const std::vector<double> series = noise.next();
            range.push_back(hurst_rs(series).value().value());
            wavelet.push_back(hurst_wavelet(series).value().value());
        }
        const Estimates r = summary(range, truth);
        const Estimates w = summary(wavelet, truth);
        std::printf("| %.2f | %+.3f | %.3f | %+.3f | %.3f |\n", truth, r.bias, r.spread, w.bias, w.spread);
        const Row measured = {truth, r.bias, r.spread, w.bias, w.spread};
        for (std::size_t i = 0; i < measured.size(); ++i) {
            EXPECT_NEAR(measured[i], rows.at(percent)[i], 0.001) << "H " << truth << " column " << i;
        }
        // R/S over few short blocks reads high for independent values and low for strongly dependent ones.
        EXPECT_LE(std::abs(r.bias), 0.15) << truth;
        EXPECT_LE(r.spread, 0.07) << truth;
        EXPECT_LE(std::abs(w.bias), 0.04) << truth;
        EXPECT_LE(w.spread, 0.14) << truth;
    }
}

}  // namespace
}  // namespace tixdb::metrics
