// SPDX-License-Identifier: MIT

#include "metrics/adaptive/mixture.hpp"

#include <algorithm>

#include "metrics/elementary.hpp"

namespace tixdb::metrics {
namespace {

constexpr int kSteps = 80;
constexpr int kHeldSteps = 25;
constexpr int kBisections = 8;
constexpr double kNoWeight = 1e-9;
constexpr double kAll = 0.999;

double sum_of(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum;
}

void scale_to(std::span<double> weights, double total) {
    const double sum = sum_of(weights);
    if (sum <= kNoWeight) {
        for (double& weight : weights) weight = total / static_cast<double>(weights.size());
        return;
    }
    const double factor = total / sum;
    for (double& weight : weights) weight *= factor;
}

// Each sum by itself and in its order, so that several can be made at once. Most of the time of `adaptive`
// goes by here.
void add_scaled(double* __restrict sums, const double* __restrict values, double factor, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) sums[i] += factor * values[i];
}

bool is_possible(const Mixture& mixture, double load) {
    return mixture.likelihood() - mixture.likelihood_at(load) <= kLargestLossBits;
}

}  // namespace

Mixture::Mixture(const Components& components, const model::Sketch& sketch) : components_(components) {
    const auto probes = static_cast<double>(probes_in(sketch));
    for (std::size_t b = 0; b < kSketchBins; ++b) {
        if (sketch[b] == 0) continue;
        bins_.push_back(b);
        counts_.push_back(sketch[b]);
        parts_.push_back(sketch[b] / probes);
    }
    for (const Shares& shares : components.shares) {
        for (const std::size_t b : bins_) by_component_.push_back(shares[b]);
    }
    for (const std::size_t b : bins_) {
        for (const Shares& shares : components.shares) by_bin_.push_back(shares[b]);
    }
    weights_.assign(components.idle, 0.5 / static_cast<double>(components.idle));
    weights_.resize(components.size(), 0.5 / static_cast<double>(components.busy()));
    for (int step = 0; step < kSteps; ++step) improve(weights_);
    share_ = std::min(1.0, sum_of(std::span(weights_).subspan(components.idle)));
    likelihood_ = likelihood_of(weights_);
}

Shares Mixture::mix(const Weights& weights) const {
    Shares mixed{};
    const double* shares = by_component_.data();
    for (const double weight : weights) {
        add_scaled(mixed.data(), shares, weight, bins_.size());
        shares += bins_.size();
    }
    return mixed;
}

void Mixture::improve(Weights& weights) const {
    const Shares mixed = mix(weights);
    std::array<double, kMostComponents> gains{};
    const double* shares = by_bin_.data();
    for (std::size_t i = 0; i < bins_.size(); ++i) {
        add_scaled(gains.data(), shares, parts_[i] / mixed[i], weights.size());
        shares += weights.size();
    }
    for (std::size_t k = 0; k < weights.size(); ++k) weights[k] *= gains[k];
}

double Mixture::likelihood_of(const Weights& weights) const {
    const Shares mixed = mix(weights);
    double likelihood = 0;
    for (std::size_t i = 0; i < bins_.size(); ++i) likelihood += counts_[i] * log2_of(mixed[i]);
    return likelihood;
}

void Mixture::hold(Weights& weights, double busy_share) const {
    const std::span<double> all(weights);
    scale_to(all.first(components_.idle), 1 - busy_share);
    scale_to(all.subspan(components_.idle), busy_share);
}

double Mixture::likelihood_at(double busy_share) const {
    Weights weights = weights_;
    hold(weights, busy_share);
    for (int step = 0; step < kHeldSteps; ++step) {
        improve(weights);
        hold(weights, busy_share);
    }
    return likelihood_of(weights);
}

Shares Mixture::expected() const {
    const Shares mixed = mix(weights_);
    Shares expected{};
    for (std::size_t i = 0; i < bins_.size(); ++i) expected[bins_[i]] = mixed[i];
    return expected;
}

Shares Mixture::busy_probabilities() const {
    const Shares mixed = mix(weights_);
    Shares probabilities{};
    for (std::size_t i = 0; i < bins_.size(); ++i) {
        double busy = 0;
        for (std::size_t k = components_.idle; k < weights_.size(); ++k) {
            busy += weights_[k] * components_.shares[k][bins_[i]];
        }
        probabilities[bins_[i]] = busy / mixed[i];
    }
    return probabilities;
}

double least_possible(const Mixture& mixture) {
    double low = kDetection;
    double high = mixture.share();
    for (int i = 0; i < kBisections; ++i) {
        const double middle = (low + high) / 2;
        (is_possible(mixture, middle) ? high : low) = middle;
    }
    return high;
}

double largest_possible(const Mixture& mixture) {
    if (mixture.share() > kAll) return 1;
    double low = mixture.share();
    double high = 1;
    for (int i = 0; i < kBisections; ++i) {
        const double middle = (low + high) / 2;
        (is_possible(mixture, middle) ? low : high) = middle;
    }
    return low;
}

}  // namespace tixdb::metrics
