// SPDX-License-Identifier: MIT

#include "simulate/transfer_source.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tixdb::simulate {
namespace {

constexpr double kNever_ns = std::numeric_limits<double>::infinity();
constexpr double kLeastRtt_ns = 10e6;
constexpr double kMostRtt_ns = 90e6;

constexpr double kPageBytes = 2e6;
constexpr double kPageLongest_ns = 4e9;
constexpr int kConnectionsOfPage = 3;
// Of a Pareto distribution of shape 4/3 from 1 on, cut off at 216 = 6^3: the mean is 4 - 3 / 6.
constexpr double kParetoMost = 216;
constexpr double kParetoMean = 3.5;

constexpr double kSegment_ns = 4e9;
constexpr double kFilm = 1.001;  // 96 frames of 24000/1001 a second take so much longer than 4 s
constexpr double kPlayerClock = 50e-6;
constexpr double kStreamMost_bytes_per_ns = 8e6 / 8e9;
constexpr double kMostStreams = 8;

constexpr double kDownload_ns = 10e9;
constexpr double kDownloadLeast_bytes = 1e6;

// u^(-3/4) by square roots, which are the same everywhere.
double pareto(Random& random) {
    const double root = std::sqrt(random.uniform());
    return std::min(kParetoMost, 1 / (root * std::sqrt(root)));
}

int connections_of(const LinkSettings& settings) {
    if (settings.connections > 0) return settings.connections;
    return settings.traffic == Traffic::web ? kConnectionsOfPage : 1;
}

}  // namespace

TransferSource::TransferSource(const LinkSettings& settings, Random random)
    : traffic_(settings.traffic),
      rate_bytes_per_ns_(settings.rate_bps / 8e9),
      packet_bytes_(settings.packet_bytes),
      connections_(connections_of(settings)),
      random_(random),
      next_ns_(kNever_ns) {}

void TransferSource::set_utilisation(double utilisation, double now_ns) {
    utilisation_ = utilisation;
    left_of_group_ = 0;
    next_ns_ = kNever_ns;
    if (utilisation <= 0) return;
    next_ns_ = now_ns;
    if (traffic_ == Traffic::video) begin_streams(now_ns);
    plan_next();
}

void TransferSource::begin_streams(double now_ns) {
    const double streams = std::ceil(utilisation_ * rate_bytes_per_ns_ / kStreamMost_bytes_per_ns);
    streams_.resize(static_cast<std::size_t>(std::min(streams, kMostStreams)));
    for (Stream& stream : streams_) {
        const double of_frames_ns = random_.chance(0.5) ? kFilm * kSegment_ns : kSegment_ns;
        stream.segment_ns = of_frames_ns * random_.uniform(1 - kPlayerClock, 1 + kPlayerClock);
        stream.next_ns = now_ns + random_.uniform() * stream.segment_ns;
    }
}

TransferSource::Stream& TransferSource::next_stream() {
    return *std::min_element(streams_.begin(), streams_.end(),
                             [](const Stream& a, const Stream& b) { return a.next_ns < b.next_ns; });
}

double TransferSource::drawn_bytes(double played_ns) {
    if (traffic_ == Traffic::web) {
        const double mean = std::min(kPageBytes, kPageLongest_ns * rate_bytes_per_ns_);
        return mean / kParetoMean * pareto(random_);
    }
    if (traffic_ == Traffic::video) {
        const double of_stream = utilisation_ * rate_bytes_per_ns_ / static_cast<double>(streams_.size());
        return of_stream * played_ns * random_.uniform(0.8, 1.2);
    }
    return random_.exponential(std::max(kDownloadLeast_bytes, kDownload_ns * rate_bytes_per_ns_));
}

void TransferSource::plan_next() {
    double played_ns = 0;  // video
    if (traffic_ == Traffic::video) {
        Stream& stream = next_stream();
        next_ns_ = stream.next_ns;
        played_ns = stream.segment_ns;
        stream.next_ns += stream.segment_ns;
    } else {
        const double mean_bytes = traffic_ == Traffic::web
                                      ? std::min(kPageBytes, kPageLongest_ns * rate_bytes_per_ns_)
                                      : std::max(kDownloadLeast_bytes, kDownload_ns * rate_bytes_per_ns_);
        next_ns_ += random_.exponential(mean_bytes / (utilisation_ * rate_bytes_per_ns_));
    }
    left_of_group_ = connections_;
    bytes_each_ = drawn_bytes(played_ns) / connections_;
}

Transfer TransferSource::take() {
    const Transfer transfer{.begin_ns = next_ns_,
                            .packets = std::max(1.0, std::ceil(bytes_each_ / packet_bytes_)),
                            .rtt_ns = random_.uniform(kLeastRtt_ns, kMostRtt_ns)};
    if (--left_of_group_ == 0) plan_next();
    return transfer;
}

}  // namespace tixdb::simulate
