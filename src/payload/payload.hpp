// SPDX-License-Identifier: MIT
// The body of a report as tix-api takes it. Pure: figures in, text out. It lies below the stages, because
// process stores it with a result and publish sends it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/result.hpp"

namespace tixdb::payload {

// {"timestamp","version","upUsage","upQuality","downUsage","downQuality","hurstUpRs","hurstUpWavelet","hurstDownRs",
// "hurstDownWavelet","ip"} in this order, without spaces. timestamp is last_s, whole unix seconds. Usage and
// quality are clamped to [0, 1]; a missing Hurst exponent is null; numbers are the shortest text that reads
// back as the same double. Throws Error{failed} if usage or quality is missing or any number is not finite
// (tix-api would hang on it).
// May be called from any thread.
[[nodiscard]] std::string body_of(std::int64_t last_s, std::string_view ip,
                                  const model::WindowMetrics& metrics);

// What tix-api keeps of a report besides its timestamp and address. They come back to the last bit, so they
// are compared as IEEE numbers.
struct Figures {
    double up_usage = 0;
    double up_quality = 0;
    double down_usage = 0;
    double down_quality = 0;

    friend bool operator==(const Figures&, const Figures&) = default;
};

// Nothing if the text is not a report with these four numbers. Takes a body, or one element of tix-api's
// list.
[[nodiscard]] std::optional<Figures> figures_of(std::string_view json);

// Whether what tix-api keeps of two bodies is the same: timestamp, address and the four figures.
[[nodiscard]] bool same_at_api(std::string_view body, std::string_view other);

}  // namespace tixdb::payload
