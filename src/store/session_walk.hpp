// SPDX-License-Identifier: MIT
// Where sessions meet on a walk from report to report. In C++, since SQLite's window functions take ten times
// as long for it.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model/window.hpp"

namespace tixdb::store {

// Takes the reports of an installation in order of time, forwards or backwards.
class SessionWalk {
  public:
    // Whether this report is of another session than the one before: another address, or too long a gap
    // between the two. False for the first.
    [[nodiscard]] bool is_other_session(std::int64_t first_s, std::string_view ip) {
        const bool is_other = !is_first_ && (ip != ip_ || std::abs(first_s - first_s_) > model::kSessionGapS);
        if (is_first_ || ip != ip_) ip_ = ip;
        is_first_ = false;
        first_s_ = first_s;
        return is_other;
    }

  private:
    bool is_first_ = true;
    std::int64_t first_s_ = 0;
    std::string ip_;
};

}  // namespace tixdb::store
