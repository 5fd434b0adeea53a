// SPDX-License-Identifier: MIT
// Was an uncertain item stored? Decided from tix-api's list of the user's reports: pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "payload/payload.hpp"

namespace tixdb::publish {

// What a server whose clock is one zone change off would show our report at: an hour before, as sent, an hour
// after.
inline constexpr std::array<std::int64_t, 3> kHourShifts_s = {-3'600, 0, 3'600};

struct ResolveQuestion {
    std::int64_t installation_id = 0;
    std::int64_t last_s = 0;
    payload::Figures figures;
    // How many of our own reports with the same installation and figures are known to be stored at last_s +
    // each of kHourShifts_s.
    std::array<std::int64_t, 3> known_stored{};
};

enum class ResolveVerdict {
    stored,
    not_stored,
    ambiguous,   // the same figures one hour off, by a server's change to or from summer time: for the
                 // operator
    unreadable,  // not a list of reports
};

struct Resolution {
    ResolveVerdict verdict = ResolveVerdict::unreadable;
    std::string note;  // empty, or what people should know about it
};

// reports_json: the answer to ApiRequests::get_reports. With m reports of our timestamp and figures listed,
// and s of our own known to be stored there, ours is stored if m > s.
[[nodiscard]] Resolution resolve(std::string_view reports_json, const ResolveQuestion& question);

}  // namespace tixdb::publish
