// SPDX-License-Identifier: MIT

#include <array>

#include "exports/columns.hpp"
#include "exports/common_columns.hpp"

namespace tixdb::exports {
namespace {

constexpr std::array kResultValues = {
    Column{"method", "text", "",
           "classic, queueing or adaptive: say one, or every window counts several times"},
    Column{"method_version", "integer", "", "of the method; numbers of different versions may differ"},
    Column{"window_start", "time", "", "first_s"},
    Column{"window_end", "time", "", "last_s"},
    Column{"first_s", "integer", "unix s", "first observation of the window's first report"},
    Column{"last_s", "integer", "unix s", "the window's last observation: the time of the result"},
    Column{"reports", "integer", "", "reports in the window"},
    Column{"observations", "integer", "", "observations in them, as received"},
    Column{"recent", "integer", "", "observations of the last ten minutes, which the result is about"},
    Column{"minutes", "integer", "", "minutes that entered quality"},
    Column{"up_usage", "number", "fraction", "utilisation of the upstream; classic can exceed 1"},
    Column{"down_usage", "number", "fraction", "utilisation of the downstream"},
    Column{"up_quality", "number", "fraction", "share of the minutes that were not congested, upstream"},
    Column{"down_quality", "number", "fraction", "the same downstream"},
    Column{"up_hurst_rs", "number", "", "Hurst exponent of the upstream delays, by rescaled range"},
    Column{"up_hurst_wavelet", "number", "", "the same by wavelets"},
    Column{"down_hurst_rs", "number", "", "of the downstream delays, by rescaled range"},
    Column{"down_hurst_wavelet", "number", "", "the same by wavelets"},
    Column{"up_low", "number", "fraction", "adaptive: upstream usage is at least this, in 99 % of windows"},
    Column{"down_low", "number", "fraction", "the same downstream"},
    Column{"up_state", "text", "",
           "adaptive: none (load could not be seen), weak or clear; empty: not learned"},
    Column{"down_state", "text", "", "the same downstream"},
    Column{"up_ceiling", "number", "fraction",
           "adaptive: the load that could hide; empty without the link's rate"},
    Column{"down_ceiling", "number", "fraction", "the same downstream"},
    Column{"reason", "text", "", "column:reason for each value that is missing, joined by ;"},
    Column{"as_number", "text", "", "network of the address when it was measured; several: a_b or a,b"},
    Column{"as_name", "text", "", "its name"},
    Column{"computed", "time", "", "when the result was computed"},
    Column{"computed_s", "integer", "unix s", "the same"},
    Column{"epsilon_up_ms", "number", "ms", "a probe that waited longer upstream counts as queued"},
    Column{"epsilon_down_ms", "number", "ms", "the same downstream"},
    Column{"parameters", "text", "", "what the method was told, a JSON object"},
    Column{"program_version", "text", "", "of the tixdb that computed it"},
};

constexpr auto kResultColumns = joined(kInstallationColumns, kAddressColumn, kResultValues);

}  // namespace

std::span<const Column> result_columns() {
    return kResultColumns;
}

}  // namespace tixdb::exports
