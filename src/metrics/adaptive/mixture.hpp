// SPDX-License-Identifier: MIT
// A sketch explained by components: the most likely weights, and how much less likely other loads are,
// docs/methods.md#adaptive, steps 4, 5 and 8.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "metrics/adaptive/components.hpp"

namespace tixdb::metrics {

// Another load is believed possible up to so many bits less likely than the most likely one: 1 in 147.
inline constexpr double kLargestLossBits = 7.2;
// Loads up to this are not told from none: 6 of 600 probes.
inline constexpr double kDetection = 0.01;

// Pure. Thread rule: used in one thread.
class Mixture {
  public:
    // components must outlive it. sketch: not empty.
    Mixture(const Components& components, const model::Sketch& sketch);

    // Of each component, as expectation maximisation finds them in 80 steps.
    [[nodiscard]] const std::vector<double>& weights() const { return weights_; }
    [[nodiscard]] double share() const { return share_; }            // U: the busy ones' sum, at most 1
    [[nodiscard]] double likelihood() const { return likelihood_; }  // l*, in bits
    // The likelihood with the busy weights held at a sum, in bits: the best that 25 steps find.
    [[nodiscard]] double likelihood_at(double busy_share) const;
    // f: what is expected in each bin, of idle and busy ones together; 0 where the sketch holds nothing.
    [[nodiscard]] Shares expected() const;
    // Of a probe in each bin, that it waited.
    [[nodiscard]] Shares busy_probabilities() const;

  private:
    using Weights = std::vector<double>;

    void improve(Weights& weights) const;
    [[nodiscard]] double likelihood_of(const Weights& weights) const;
    // f of each bin that holds something, one after the other.
    [[nodiscard]] Shares mix(const Weights& weights) const;
    void hold(Weights& weights, double busy_share) const;

    const Components& components_;
    std::vector<std::size_t> bins_;     // that hold something
    std::vector<double> counts_;        // h, of those
    std::vector<double> parts_;         // h / N
    std::vector<double> by_component_;  // [component][bin]
    std::vector<double> by_bin_;        // [bin][component]: the same, so that either sum runs in order
    Weights weights_;
    double share_ = 0;
    double likelihood_ = 0;
};

// The least load that is possible, where a load of kDetection is not and that of the mixture lies above it.
[[nodiscard]] double least_possible(const Mixture& mixture);
// The largest.
[[nodiscard]] double largest_possible(const Mixture& mixture);

}  // namespace tixdb::metrics
