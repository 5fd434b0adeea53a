// SPDX-License-Identifier: MIT
// When TCP transfers begin and how large they are, for a kind of traffic and a load.
#pragma once

#include <cstdint>
#include <optional>

#include "simulate/queue.hpp"
#include "simulate/random.hpp"

namespace tixdb::simulate {

// One transfer over one connection.
struct Transfer {
    double begin_ns = 0;  // on the source's clock
    double packets = 1;   // whole, of LinkSettings::packet_bytes each
    double rtt_ns = 0;    // there and back without waiting in the link's queue
};

// Transfers come whether or not those before them are done; the caller must bound how many it carries at
// once. On the mean each kind brings the load that is set:
//
// web: pages come as a Poisson process. A page's bytes follow a Pareto distribution of shape 4/3, cut off at
// 216 times its least value, with a mean of 2 MB, or of four seconds of the link if that is less: heavy tails
// as in Crovella and Bestavros, "Self-similarity in World Wide Web traffic", IEEE/ACM ToN 5 (1997), the mean
// as in the HTTP Archive's reports since 2020. It is loaded over three connections of equal size at once: to
// the page's own host and two others.
//
// video: as many streams as make each one's rate at most 8 Mb/s, eight at most; each asks for a segment every
// four seconds, and segments vary by 20 % in size: the on-off pattern of Rao et al., "Network characteristics
// of video streaming traffic", CoNEXT 2011.
//
// bulk: downloads come as a Poisson process, exponential in size with a mean of ten seconds of the link, but
// at least 1 MB: long enough that congestion avoidance governs them.
//
// A transfer's round trip is drawn from 10…90 ms.
class TransferSource {
  public:
    TransferSource(const LinkSettings& settings, Random random);

    // From now_ns on the transfers bring this share of the link's rate, 0 or more; those that were planned
    // before are dropped.
    void set_utilisation(double utilisation, double now_ns);

    // When the next transfers begin; infinity if none does.
    [[nodiscard]] double next_ns() const { return next_ns_; }
    // One of them; those that begin together come one after the other, with next_ns() unchanged.
    [[nodiscard]] Transfer take();

  private:
    void plan_next();
    [[nodiscard]] double drawn_bytes();

    Traffic traffic_;
    double rate_bytes_per_ns_;
    double packet_bytes_;
    int connections_;
    Random random_;
    double utilisation_ = 0;
    double next_ns_;
    int left_of_group_ = 0;  // transfers that begin together and have not been taken yet
    double bytes_each_ = 0;  // of those
    int streams_ = 1;        // video
    int next_stream_ = 0;
    double period_began_ns_ = 0;
};

}  // namespace tixdb::simulate
