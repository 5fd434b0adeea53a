// SPDX-License-Identifier: MIT

#include "simulate/access.hpp"

#include <algorithm>
#include <cmath>

namespace tixdb::simulate {
namespace {

constexpr double kWander_s = 1200;

AccessJitter::Shape shape_of(AccessKind kind, Way way) {
    const bool up = way == Way::up;
    switch (kind) {
        case AccessKind::none:
            return {};
        case AccessKind::dsl:
            return {.mean_ms = 0.15, .squares = 4, .correlation = 0.3, .grid_ms = 0.25, .sigma = 0.10};
        case AccessKind::cable:
            return up ? AccessJitter::Shape{0.8, 2, 0.5, 2, 0.02, 4, 0.25}
                      : AccessJitter::Shape{0.4, 2, 0.5, 0, 0.01, 3, 0.20};
        case AccessKind::wifi:
            return {0.7, 3, 0.6, 0, 0.03, 8, 0.30};
        case AccessKind::lte:
            return up ? AccessJitter::Shape{2, 2, 0.5, 5, 0.08, 8, 0.30}
                      : AccessJitter::Shape{1.5, 2, 0.5, 1, 0.08, 8, 0.25};
        case AccessKind::fibre:
            return {
                .mean_ms = 0.03, .squares = 4, .correlation = 0.3, .grid_ms = up ? 0.25 : 0.0, .sigma = 0.10};
    }
    return {};
}

}  // namespace

AccessJitter::AccessJitter(AccessKind kind, Way way, Random random)
    : shape_(shape_of(kind, way)), random_(random) {
    for (double& normal : normals_) normal = random_.normal();
    wander_ = random_.normal();
}

double AccessJitter::delay_ns(double elapsed_s) {
    if (shape_.squares == 0) return 0;
    // An autoregressive step of variance one; for the slow one the share kept is 1 - t/T to first order.
    const auto step = [this](double value, double kept) {
        return kept * value + std::sqrt(1 - kept * kept) * random_.normal();
    };
    double sum = 0;
    for (int i = 0; i < shape_.squares; ++i) {
        double& normal = normals_[static_cast<std::size_t>(i)];
        normal = step(normal, shape_.correlation);
        sum += normal * normal;
    }
    wander_ = step(wander_, std::max(0.0, 1 - elapsed_s / kWander_s));
    double delay_ms = shape_.mean_ms * sum / shape_.squares;
    if (shape_.grid_ms > 0) delay_ms += random_.uniform() * shape_.grid_ms;
    if (random_.chance(shape_.extra_share)) delay_ms += random_.exponential(shape_.extra_mean_ms);
    const double root = 1 + shape_.sigma / 2 * wander_;
    return delay_ms * root * root * 1e6;
}

}  // namespace tixdb::simulate
