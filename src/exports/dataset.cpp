// SPDX-License-Identifier: MIT

#include "exports/dataset.hpp"

#include <algorithm>
#include <array>

#include "exports/columns.hpp"

namespace tixdb::exports {

std::span<const Dataset> datasets() {
    using store::ExportTable;
    static const std::array kDatasets = {
        Dataset{"observations", "one probe, as received", "day_timestamp", observation_columns(),
                std::nullopt},
        Dataset{"results", "what one method says of one window, current ones only", "last_s",
                result_columns(), ExportTable::results},
        Dataset{"latency", "how long the probes of a window's last ten minutes took; windows overlap",
                "last_s", latency_columns(), ExportTable::latency},
        Dataset{"hours", "the same of a UTC hour, each observation once", "hour_s", hour_columns(),
                ExportTable::hours},
        Dataset{"minutes", "a UTC minute with at least 30 kept probes", "minute_s", minute_columns(),
                ExportTable::minutes},
        Dataset{"outbox", "one result as it is sent to tix-api, and what became of it", "last_s",
                outbox_columns(), ExportTable::outbox},
        Dataset{"rejected", "one file that was refused", "seen_ms", rejected_columns(),
                ExportTable::rejected},
        Dataset{"gaps", "a stretch of time without results, or without all of them", "from_s to to_s",
                gap_columns(), ExportTable::gaps},
    };
    return kDatasets;
}

const Dataset* find_dataset(std::string_view name) {
    const auto found = std::ranges::find(datasets(), name, &Dataset::name);
    return found == datasets().end() ? nullptr : &*found;
}

}  // namespace tixdb::exports
