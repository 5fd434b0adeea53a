#include "support/report_inserter.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "store/statement.hpp"

namespace tixdb::test {
namespace {

using model::kNsPerS;

void append_big_endian(std::vector<std::uint8_t>& message, std::int64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        message.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
    }
}

constexpr const char* kInsertReport =
    "INSERT INTO report (user_id, installation_id, first_s, last_s, oldest_s, newest_s, observation_count, "
    "ip, from_text,"
    " to_text, packet_initial_ns, packet_reception_ns, packet_sent_ns, packet_final_ns, type, packet_size,"
    " first_initial_ns, digest, client_key_id, verified)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8 || ':4500', 'server:8080', 0, 0, 0, 0, ?9, ?10, ?11, ?12, "
    "1, 0)"
    " RETURNING report_id";

constexpr const char* kInsertObservation =
    "INSERT INTO observation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

}  // namespace

std::vector<std::uint8_t> message_of(const std::vector<model::Observation>& observations) {
    std::vector<std::uint8_t> message;
    for (const model::Observation& o : observations) {
        append_big_endian(message, o.day_timestamp_s, 8);
        message.push_back(static_cast<std::uint8_t>(o.type));
        append_big_endian(message, o.packet_size, 4);
        for (const std::int64_t ns : {o.initial_ns, o.reception_ns, o.sent_ns, o.final_ns}) {
            append_big_endian(message, ns, 8);
        }
    }
    return message;
}

ReportInserter::ReportInserter(store::Database& database) : database_(database) {
    database_.execute("INSERT OR IGNORE INTO client_key VALUES (1, zeroblob(32), x'00')");
}

std::int64_t ReportInserter::insert(const MadeReport& report) {
    return insert(std::vector{report}).front();
}

std::vector<std::int64_t> ReportInserter::insert(const std::vector<MadeReport>& reports) {
    store::Transaction transaction(database_);
    std::vector<std::int64_t> ids;
    for (const MadeReport& report : reports) {
        ids.push_back(insert_row(report));
        insert_observations(ids.back(), report);
    }
    transaction.commit();
    return ids;
}

std::int64_t ReportInserter::insert_row(const MadeReport& report) {
    const auto& [user_id, installation_id] = report.installation;
    store::Statement installation(database_,
                                  "INSERT OR IGNORE INTO installation VALUES (?1, ?2, NULL, NULL, 0)");
    installation.bind_all(user_id, installation_id);
    installation.execute();

    const auto by_time = [](const model::Observation& a, const model::Observation& b) {
        return a.day_timestamp_s < b.day_timestamp_s;
    };
    const auto& all = report.observations;
    const auto [oldest, newest] = std::minmax_element(all.begin(), all.end(), by_time);
    const model::Observation& first = all.front();
    const model::Digest digest = sha256(message_of(all));
    const std::string type(1, first.type);
    store::Statement row(database_, kInsertReport);
    row.bind_all(user_id, installation_id, first.day_timestamp_s, all.back().day_timestamp_s,
                 oldest->day_timestamp_s, newest->day_timestamp_s, report.claimed_count.value_or(static_cast<std::int64_t>(all.size())), report.ip, type,
                 first.packet_size, first.initial_ns, std::span<const std::uint8_t>(digest));
    row.step();
    const std::int64_t report_id = row.int64(0);
    row.execute();

    store::Statement unprocessed(database_, "INSERT INTO unprocessed_report VALUES (?1, ?2, ?3)");
    unprocessed.bind_all(user_id, installation_id, report_id);
    unprocessed.execute();
    return report_id;
}

void ReportInserter::insert_observations(std::int64_t report_id, const MadeReport& report) {
    store::Statement row(database_, kInsertObservation);
    const model::Observation& first = report.observations.front();
    int ordinal = 0;
    for (const model::Observation& o : report.observations) {
        const std::int64_t elapsed_s = o.day_timestamp_s - first.day_timestamp_s;
        const std::int64_t expected_ns = first.initial_ns + elapsed_s % 86'400 * kNsPerS;
        std::optional<std::string> type;
        std::optional<std::int32_t> packet_size;
        if (o.type != first.type) type = std::string(1, o.type);
        if (o.packet_size != first.packet_size) packet_size = o.packet_size;
        row.bind_all(report_id, ordinal++, elapsed_s, o.initial_ns - expected_ns,
                     o.reception_ns - o.initial_ns, o.sent_ns - o.reception_ns, o.final_ns - o.initial_ns,
                     type, packet_size);
        row.execute();
    }
}

MadeReport quiet_report(std::int64_t first_s, int count, const std::string& ip,
                        model::InstallationKey installation) {
    MadeReport report;
    report.installation = installation;
    report.ip = ip;
    for (int i = 0; i < count; ++i) {
        model::Observation o;
        o.day_timestamp_s = first_s + i;
        o.packet_size = 64;
        o.initial_ns = o.day_timestamp_s % 86'400 * kNsPerS;
        // A spread without a pattern, below every threshold.
        const std::int64_t jitter_ns = o.day_timestamp_s * 7919 % 997 * 1000;
        o.reception_ns = o.initial_ns + 10'000'000 + jitter_ns;
        o.sent_ns = o.reception_ns + 50'000;
        o.final_ns = o.sent_ns + 12'000'000 + o.day_timestamp_s * 6131 % 991 * 1000;
        report.observations.push_back(o);
    }
    return report;
}

}  // namespace tixdb::test
