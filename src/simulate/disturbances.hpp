// SPDX-License-Identifier: MIT
// Where in a simulation something disturbs the measurements: for truth.csv.
#pragma once

#include <cstdint>
#include <string>

#include "simulate/scenario.hpp"

namespace tixdb::simulate {

// What disturbs the probes that are sent in [begin_s, end_s), seconds after the beginning: the options'
// words, joined by blanks ("clock-step wrong-probes"), each once, in the order below; empty: nothing.
//   clock-step        a clock of either side is set in this time
//   slew              a clock is being slewed at some time of it
//   frequency-change  a clock's drift changes in it
//   drift-profile     a clock's drift is a wave: always
//   route-change      a way changes in it, or changes back
//   jitter-change     the jitter of a way grows or shrinks in it, or is again what it was
//   wrong-probes      the probe of a second of it is wrong, if it is answered
// A constant drift or offset, loss and jitter disturb nothing in this sense.
[[nodiscard]] std::string disturbances_between(const Scenario& scenario, std::int64_t begin_s,
                                               std::int64_t end_s);

}  // namespace tixdb::simulate
