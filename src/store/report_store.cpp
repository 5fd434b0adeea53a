// SPDX-License-Identifier: MIT

#include "store/report_store.hpp"

#include <algorithm>
#include <tuple>

#include "model/address.hpp"
#include "store/sql/report.hpp"
#include "store/sql/unprocessed_report.hpp"

namespace tixdb::store {
namespace {

using Bytes = std::vector<std::uint8_t>;

// What two copies of a message can differ in; the smaller one is kept.
struct ReportCopy {
    bool unverified = false;
    bool local_address = false;
    std::string ip;
    std::string from;
    std::string to;
    std::array<std::int64_t, 4> packet_ns{};
    model::Digest key_digest{};
    Bytes signature;

    friend auto operator<=>(const ReportCopy&, const ReportCopy&) = default;
};

// An address that a client has in its own network: what a report carries that it saved itself.
bool is_local(const std::string& ip) {
    const auto address = model::Address::parse(ip);
    if (!address) return true;
    switch (address->kind()) {
        case model::AddressKind::unspecified:
        case model::AddressKind::loopback:
        case model::AddressKind::private_use:
        case model::AddressKind::shared:
        case model::AddressKind::link_local:
            return true;
        default:
            return false;
    }
}

ReportCopy copy_of(const model::Report& report) {
    return {!report.verified, is_local(report.ip), report.ip,         report.from,
            report.to,        report.packet_ns,    report.key_digest, report.signature};
}

ReportCopy stored_copy(const Statement& row) {
    ReportCopy copy;
    copy.unverified = row.int64(1) == 0;
    copy.ip = row.text(2);
    copy.local_address = is_local(copy.ip);
    copy.from = row.text(3);
    copy.to = row.text(4);
    for (int i = 0; i < 4; ++i) copy.packet_ns[static_cast<std::size_t>(i)] = row.int64(5 + i);
    std::ranges::copy(row.blob(9), copy.key_digest.begin());
    copy.signature.assign(row.blob(10).begin(), row.blob(10).end());
    return copy;
}

std::int64_t first_s(const model::Report& report) {
    return report.observations.front().day_timestamp_s;
}

void bind_key(Statement& statement, const model::Report& report) {
    statement.bind_all(report.installation.user_id, report.installation.installation_id, first_s(report),
                       std::span(report.message_digest));
}

}  // namespace

ReportStore::ReportStore(Database& database)
    : database_(database),
      keys_(database),
      observations_(database),
      select_stored_(database, sql::report::select_stored),
      insert_report_(database, sql::report::insert_report),
      insert_signature_(database, sql::report::insert_signature),
      insert_unprocessed_(database, sql::unprocessed_report::insert_unprocessed),
      insert_again_(database, sql::unprocessed_report::insert_again),
      update_copy_(database, sql::report::update_copy),
      update_signature_(database, sql::report::update_signature) {}

AddedReport ReportStore::add(const model::Report& report, std::int64_t run_id) {
    bind_key(select_stored_, report);
    if (select_stored_.step()) {
        const std::int64_t report_id = select_stored_.int64(0);
        const ReportCopy stored = stored_copy(select_stored_);
        const bool is_fixed = select_stored_.int64(11) != 0;
        select_stored_.reset();
        if (!is_fixed && copy_of(report) < stored) replace_copy(report, report_id, report.ip != stored.ip);
        return {report_id, false};
    }
    const std::int64_t first_observation_id = observations_.next_id();
    insert_report(report, first_observation_id, keys_.id_of(report.key_digest, report.public_key), run_id);
    const std::int64_t report_id = database_.handle().getLastInsertRowid();
    insert_signature_.bind_all(report_id, std::span(report.signature));
    insert_signature_.execute();
    observations_.append(report.observations, first_observation_id);
    insert_unprocessed_.bind_all(report.installation.user_id, report.installation.installation_id, report_id);
    insert_unprocessed_.execute();
    return {report_id, true};
}

bool ReportStore::is_known(const model::Report& report) {
    bind_key(select_stored_, report);
    const bool known = select_stored_.step();
    select_stored_.reset();
    return known;
}

void ReportStore::insert_report(const model::Report& report, std::int64_t first_observation_id,
                                std::int64_t client_key_id, std::int64_t run_id) {
    const model::Observation& first = report.observations.front();
    const auto by_time = [](const model::Observation& a, const model::Observation& b) {
        return a.day_timestamp_s < b.day_timestamp_s;
    };
    const auto [oldest, newest] =
        std::minmax_element(report.observations.begin(), report.observations.end(), by_time);
    const auto exceptions = std::ranges::count_if(
        report.observations, [&first](const model::Observation& o) { return is_exception(o, first); });
    insert_report_.bind_all(report.installation.user_id, report.installation.installation_id,
                            first.day_timestamp_s, report.observations.back().day_timestamp_s,
                            oldest->day_timestamp_s, newest->day_timestamp_s, report.observations.size(),
                            report.ip, report.from, report.to, report.packet_ns[0], report.packet_ns[1],
                            report.packet_ns[2], report.packet_ns[3], std::string_view(&first.type, 1),
                            first.packet_size, first.initial_ns, first.reception_ns, first.sent_ns,
                            first.final_ns, first_observation_id, exceptions,
                            std::span(report.message_digest), client_key_id, report.verified ? 1 : 0, run_id);
    insert_report_.execute();
}

void ReportStore::replace_copy(const model::Report& report, std::int64_t report_id, bool other_ip) {
    update_copy_.bind_all(report_id, report.ip, report.from, report.to, report.packet_ns[0],
                          report.packet_ns[1], report.packet_ns[2], report.packet_ns[3],
                          keys_.id_of(report.key_digest, report.public_key), report.verified ? 1 : 0);
    update_copy_.execute();
    update_signature_.bind_all(report_id, std::span(report.signature));
    update_signature_.execute();
    if (!other_ip) return;
    // Another address may belong to another session.
    insert_again_.bind_all(report.installation.user_id, report.installation.installation_id, report_id);
    insert_again_.execute();
}

}  // namespace tixdb::store
