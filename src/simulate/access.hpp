// SPDX-License-Identifier: MIT
// What the access technology itself adds to a probe's delay, on an idle link: jitter.
#pragma once

#include <array>
#include <cstdint>

#include "base/enum_names.hpp"
#include "simulate/random.hpp"

namespace tixdb::simulate {

enum class AccessKind { none, dsl, cable, wifi, lte, fibre };

inline constexpr EnumNames<AccessKind, 6> kAccessKinds("kind of access", {{{AccessKind::none, "none"},
                                                                           {AccessKind::dsl, "dsl"},
                                                                           {AccessKind::cable, "cable"},
                                                                           {AccessKind::wifi, "wifi"},
                                                                           {AccessKind::lte, "4g"},
                                                                           {AccessKind::fibre, "fibre"}}});

enum class Way { up, down };

// The jitter of one direction, probe by probe. A delay is the sum of three parts:
//
// - one of a gamma distribution of shape m/2 with the mean of the table. It is the mean of m squares of
// normal
//   numbers, each of which is correlated from probe to probe (autoregressive of order one) by the table's
//   correlation; the delays then are by its square;
// - a uniform one, 0…grid, where transmissions have to wait for the next point of a grid of time;
// - with some probability an exponential one, for retransmissions, or a radio that is busy elsewhere.
//
// Their sum is multiplied by a scale that wanders around one, the square of 1 + sigma/2 times a normal number
// that changes over some twenty minutes, so that the idle jitter of ten-minute windows varies by a share
// sigma. Means and grids are in ms.
//
// | kind  | way  | mean | m | correlation | grid | exponential        | sigma |
// | ----- | ---- | ---- | - | ----------- | ---- | ------------------ | ----- |
// | dsl   | both | 0.15 | 4 | 0.3         | 0.25 | none               | 0.10  |
// | cable | up   | 0.8  | 2 | 0.5         | 2    | 2 % of mean 4 ms   | 0.25  |
// | cable | down | 0.4  | 2 | 0.5         | 0    | 1 % of mean 3 ms   | 0.20  |
// | wifi  | both | 0.7  | 3 | 0.6         | 0    | 3 % of mean 8 ms   | 0.30  |
// | 4g    | up   | 2    | 2 | 0.5         | 5    | 8 % of mean 8 ms   | 0.30  |
// | 4g    | down | 1.5  | 2 | 0.5         | 1    | 8 % of mean 8 ms   | 0.25  |
// | fibre | up   | 0.03 | 4 | 0.3         | 0.25 | none               | 0.10  |
// | fibre | down | 0.03 | 4 | 0.3         | 0    | none               | 0.10  |
//
// Where the shapes come from. dsl: data symbols at 4 kHz (ITU-T G.992.5). cable: upstream
// transmissions are requested, and granted by maps of about 2 ms (White and Pan, RFC 8034). wifi: contention
// and retries (Bianchi, IEEE JSAC 18, 2000; Hoeiland-Joergensen et al., Ending the Anomaly, USENIX ATC 2017).
// 4g: scheduling requests every 5 ms or so, and hybrid repeats 8 ms later (3GPP TS 36.321, TR 36.912 annex
// B). fibre: frames of 0.125 ms, upstream granted in cycles of some of them (ITU-T G.984.3). That jitter at
// home differs in scale by kind and over the day: Sundaresan et al., Broadband Internet Performance: A View
// From the Gateway, SIGCOMM 2011. The figures are round numbers of these orders of magnitude, not
// measurements, but for wifi's m: in four recordings of homes, 58 windows that are idle or nearly so, a tenth
// of the round trips lies within 0.38 to 0.49 of the median's height above their floor, as with sums of two
// of shape 3/2.
class AccessJitter {
  public:
    AccessJitter(AccessKind kind, Way way, Random random);

    // The jitter of a probe, ns; elapsed_s: time since the one before, seconds.
    [[nodiscard]] double delay_ns(double elapsed_s);

    struct Shape {
        double mean_ms = 0;
        int squares = 0;  // m
        double correlation = 0;
        double grid_ms = 0;
        double extra_share = 0;
        double extra_mean_ms = 0;
        double sigma = 0;
    };

  private:
    Shape shape_;
    Random random_;
    std::array<double, 4> normals_{};
    double wander_ = 0;
};

}  // namespace tixdb::simulate
