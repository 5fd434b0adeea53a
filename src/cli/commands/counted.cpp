// SPDX-License-Identifier: MIT

#include "cli/commands/counted.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "metrics/observations.hpp"
#include "model/link_rate.hpp"
#include "report/counted_usage.hpp"
#include "report/counter_readings.hpp"
#include "store/evaluation_reader.hpp"
#include "store/link_rate_store.hpp"
#include "store/processed_report_reader.hpp"

namespace tixdb::cli {
namespace {

model::InstallationKey counted_installation(store::Database& database, const CountedLink& link) {
    store::ProcessedReportReader reader(database);
    const auto key = reader.next_installation({}, link.user_id, link.installation_id);
    if (!key) {
        throw Error(ErrorKind::failed, "there are no reports of the installation",
                    "`tixdb status` shows which there are");
    }
    if (reader.next_installation(*key, link.user_id, link.installation_id)) {
        throw Error(ErrorKind::failed, "there are several installations",
                    "name the one behind the router with --user N --installation N");
    }
    return *key;
}

// What the options say counts; else what held at the time.
report::RateAt rate_at_of(const CountedLink& link, std::vector<model::LinkRateChange> changes) {
    return [rate = link.rate, changes = std::move(changes)](std::int64_t time_s) {
        const model::LinkRate kept = model::link_rate_at(changes, time_s);
        return model::LinkRate{rate.up_mbps ? rate.up_mbps : kept.up_mbps,
                               rate.down_mbps ? rate.down_mbps : kept.down_mbps};
    };
}

void require_rate(const report::RateAt& rate_at, const model::InstallationKey& key, std::int64_t time_s) {
    const model::LinkRate rate = rate_at(time_s);
    if (rate.up_mbps || rate.down_mbps) return;
    throw Error(ErrorKind::failed,
                fmt::format("the rates of the link of {} at {} are not known", key.text(), iso_of_s(time_s)),
                "give --down-mbps and --up-mbps, or tell them with `tixdb link set`");
}

void warn(const Context& context, const CountedLink& link, const report::CounterNotes& notes) {
    if (notes.too_many == 0) return;
    context.log.warning(fmt::format(
        "{}: {} more bytes than the link can carry, up to {:.2f} times as many; is the rate right, and are "
        "these the counters of the access line?",
        escaped(link.counters.string()), plural(notes.too_many, "span", "has", "have"), notes.largest_usage));
}

std::string readings_text(std::int64_t readings, const report::CounterNotes& notes) {
    return fmt::format("{} ({}, {}, {})", plural(readings, "reading"), plural(notes.restarts, "restart"),
                       plural(notes.wraps, "wrap"), plural(notes.gaps, "gap"));
}

}  // namespace

CountedWindows counted_windows(Context& context, const CountedLink& link) {
    const auto readings = report::read_counters(link.counters);
    store::Database database = store::Database::open_for_reading(context.common.database);
    const store::Snapshot snapshot(database);
    const model::InstallationKey key = counted_installation(database, link);
    const auto rate_at = rate_at_of(link, store::LinkRateStore(database).changes(key));
    const auto begin_s = static_cast<std::int64_t>(std::floor(readings.front().time_s));
    const auto end_s = static_cast<std::int64_t>(std::ceil(readings.back().time_s));
    require_rate(rate_at, key, end_s);
    const report::CountedUsage truth(key, readings, rate_at);
    warn(context, link, truth.notes());
    const auto windows = store::read_window_usages(database, key, begin_s, end_s + metrics::kRecentS);
    auto evaluated = report::evaluated_windows(key.text(), windows, truth);
    if (evaluated.empty()) {
        context.log.warning(fmt::format("no window of {} ends where the counters were read, from {} to {}",
                                        key.text(), iso_of_s(begin_s), iso_of_s(end_s)));
    }
    return {std::move(evaluated), readings_text(std::ssize(readings), truth.notes())};
}

}  // namespace tixdb::cli
