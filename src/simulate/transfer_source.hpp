// SPDX-License-Identifier: MIT
// When TCP transfers begin and how large they are, for a kind of traffic and a load.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

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
// video: as many streams as make each one's rate at most 8 Mb/s, eight at most, that began independently of
// each other. A player asks for a segment whenever it has played one: the on-off pattern of Rao et al.,
// "Network characteristics of video streaming traffic", CoNEXT 2011. A segment is 100 frames of 25 a second
// (4 s) or 96 of 24000/1001 (4.004 s), each of a half of the streams, by a player's clock that is up to 50
// ppm off, and varies by 20 % in size.
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
    struct Stream {
        double segment_ns;  // how long the player plays one
        double next_ns;     // when it asks for the next
    };

    void begin_streams(double now_ns);
    [[nodiscard]] Stream& next_stream();
    void plan_next();
    [[nodiscard]] double drawn_bytes(double played_ns);

    Traffic traffic_;
    double rate_bytes_per_ns_;
    double packet_bytes_;
    int connections_;
    Random random_;
    double utilisation_ = 0;
    double next_ns_;
    int left_of_group_ = 0;  // transfers that begin together and have not been taken yet
    double bytes_each_ = 0;  // of those
    std::vector<Stream> streams_;
};

}  // namespace tixdb::simulate
