// SPDX-License-Identifier: MIT
// Decides whether an uncertain item was stored, from tix-api's list of the user's reports. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payload/payload.hpp"

namespace tixdb::publish {

// Where our report may stand in the list: at its time, or, if the server's clock changed to or from summer
// time, an hour before or after.
inline constexpr std::array<std::int64_t, 3> kHourShifts_s = {-3'600, 0, 3'600};

// A row of tix-api's list, as far as it can be one of ours.
struct ListedReport {
    std::optional<std::int64_t> installation_id;  // empty: it does not say
    std::int64_t time_s = 0;
    std::optional<payload::Figures> figures;
};

// The answer to ApiRequests::get_reports; rows without a time of a whole second are left out. Nothing if it
// is no list, or has a time that cannot be read: ours might be among them.
[[nodiscard]] std::optional<std::vector<ListedReport>> listed_reports(std::string_view reports_json);

struct ResolveQuestion {
    std::int64_t installation_id = 0;
    std::int64_t last_s = 0;
    payload::Figures figures;
    // How many of our own reports with the same installation and figures are known to be stored at last_s +
    // each of kHourShifts_s.
    std::array<std::int64_t, 3> known_stored{};
    // Whether an item of ours with the same figures is uncertain at that hour: what is listed there is its
    // own.
    std::array<bool, 3> is_asked_about{};
};

enum class ResolveVerdict {
    stored,
    not_stored,
    ambiguous,  // the same figures one hour off, by a server's change to or from summer time: for the
                // operator
};

struct Resolution {
    ResolveVerdict verdict = ResolveVerdict::not_stored;
    std::string note;  // empty, or what people should know about it
};

// With m reports of our timestamp and figures listed, and s of our own known to be stored there, ours is
// stored if m > s.
[[nodiscard]] Resolution resolve(const std::vector<ListedReport>& reports, const ResolveQuestion& question);

}  // namespace tixdb::publish
