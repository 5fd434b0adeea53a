// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "base/clock.hpp"
#include "store/health_store.hpp"

namespace tixdb::cli {

// Who has not measured for a week has left: it is no news that they are silent.
inline constexpr std::chrono::hours kActiveWithin(7 * 24);
inline constexpr std::chrono::hours kSilentAfter(1);
inline constexpr std::chrono::hours kRefusedWithin(24);

[[nodiscard]] inline store::HealthQuestion health_question(
    const Clock& clock, std::chrono::milliseconds silent_after = kSilentAfter) {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    using std::chrono::seconds;
    return {clock.now_s() - duration_cast<seconds>(kActiveWithin).count(),
            clock.now_s() - duration_cast<seconds>(silent_after).count(),
            clock.now_ms() - duration_cast<milliseconds>(kRefusedWithin).count()};
}

}  // namespace tixdb::cli
