// SPDX-License-Identifier: MIT

#include "support/outbox_builder.hpp"

#include <fmt/format.h>

#include "payload/payload.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::test {

model::WindowMetrics metrics_of(const TestItem& item) {
    model::WindowMetrics metrics;
    metrics.up.usage = item.up_usage;
    metrics.up.quality = item.up_quality;
    metrics.up.hurst_rs = 0.5;
    metrics.up.hurst_wavelet = 0.75;
    metrics.down.usage = item.down_usage;
    metrics.down.quality = item.down_quality;
    metrics.down.hurst_rs = 0.625;
    metrics.down.hurst_wavelet = 0.875;
    return metrics;
}

StoredReport stored_form_of(const TestItem& item) {
    StoredReport report;
    report.installation = item.installation;
    report.timestamp_s = item.last_s;
    report.up_usage = fmt::format("{}", item.up_usage);
    report.up_quality = fmt::format("{}", item.up_quality);
    report.down_usage = fmt::format("{}", item.down_usage);
    report.down_quality = fmt::format("{}", item.down_quality);
    report.ip = item.ip;
    return report;
}

void OutboxBuilder::add_installation(const model::InstallationKey& installation) {
    database_.execute(fmt::format(
        "INSERT OR IGNORE INTO installation (user_id, installation_id, first_seen_ms) VALUES ({}, {}, 0)",
        installation.user_id, installation.installation_id));
}

model::NewOutboxItem OutboxBuilder::new_item(const TestItem& item) const {
    model::NewOutboxItem fresh;
    fresh.installation = item.installation;
    fresh.last_s = item.last_s;
    fresh.ip = item.ip;
    fresh.method = "classic";
    fresh.body = payload::body_of(item.last_s, item.ip, metrics_of(item));
    fresh.queued_ms = item.last_s * 1000;
    return fresh;
}

std::int64_t OutboxBuilder::add(const TestItem& item) {
    add_installation(item.installation);
    return store::OutboxStore(database_).insert(new_item(item));
}

std::int64_t OutboxBuilder::add_computed(const TestItem& item) {
    model::NewOutboxItem fresh = new_item(item);
    fresh.result_id = add_result(item);
    return store::OutboxStore(database_).insert(fresh);
}

std::int64_t OutboxBuilder::add_result(const TestItem& item) {
    add_installation(item.installation);
    const auto last_id = [this] { return database_.handle().getLastInsertRowid(); };
    const auto [user_id, installation_id] = item.installation;
    database_.execute(
        "INSERT OR IGNORE INTO client_key (client_key_id, digest, public_key) VALUES (1, zeroblob(32), "
        "x'30')");
    database_.execute(fmt::format(
        "INSERT INTO report (user_id, installation_id, first_observation_s, last_observation_s, earliest_s, "
        "latest_s, "
        "observation_count, ip, "
        "from_text, to_text, packet_initial_ns, packet_reception_ns, packet_sent_ns, packet_final_ns, type, "
        "packet_size, first_initial_ns, first_reception_ns, first_sent_ns, first_final_ns, "
        "first_observation_id, "
        "exception_count, digest, client_key_id, verified) "
        "VALUES ({0}, {1}, {2}, {2}, {2}, {2}, 1, '{3}', '', '', 0, 0, 0, 0, 'S', 0, 0, 0, 0, 0, "
        "(SELECT coalesce(max(first_observation_id + observation_count), 1) FROM report), 0, randomblob(32), "
        "1, 1)",
        user_id, installation_id, item.last_s, item.ip));
    const auto report_id = last_id();
    database_.execute(
        fmt::format("INSERT INTO window (user_id, installation_id, ip, session_report_id, first_report_id, "
                    "last_report_id, "
                    "first_report_s, last_report_s, first_probe_s, last_probe_s, reports, observations, "
                    "distinct_observations, formed_ms) "
                    "VALUES ({0}, {1}, '{2}', {3}, {3}, {3}, {4}, {4}, {4}, {4}, 1, 1, 1, 0)",
                    user_id, installation_id, item.ip, report_id, item.last_s));
    database_.execute(
        fmt::format("INSERT INTO result (window_id, method, method_version, parameters, recent_observations, "
                    "minutes, computed_ms, "
                    "publish_decision) VALUES ({}, 'classic', 1, '{{}}', 1, 1, 0, 'queued')",
                    last_id()));
    return last_id();
}

model::OutboxItem OutboxBuilder::item(std::int64_t outbox_id) {
    return store::OutboxStore(database_).find(outbox_id).value();
}

}  // namespace tixdb::test
