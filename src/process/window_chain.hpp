// SPDX-License-Identifier: MIT
// The chain of windows in a session, docs/methods.md#windows. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "store/report_reader.hpp"

namespace tixdb::process {

// Takes the reports of one session in order, from the start of a window on, and gives its windows as soon as
// they are complete: each takes reports until they hold model::kWindowObservations, the next one starts
// max(1, floor(k/2)) reports after it, k being the number of its reports. Several windows can end with the
// same report, if that is a large one.
class WindowChain {
  public:
    // observations_through: a running sum over the session's reports, this one included; where it began does
    // not matter.
    void add(const store::ReportHeader& report, std::int64_t observations_through);

    // The next complete window; to be called until there is none.
    [[nodiscard]] std::optional<std::vector<store::ReportHeader>> next();

  private:
    struct Link {
        store::ReportHeader report;
        std::int64_t observations_through;
    };

    [[nodiscard]] std::int64_t observations_up_to(const Link& last) const;

    std::deque<Link> links_;  // from the start of the window that is not complete yet
};

}  // namespace tixdb::process
