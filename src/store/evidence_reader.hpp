// SPDX-License-Identifier: MIT
// What a bundle of evidence is made of: reports with their signatures, and tables for people.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/report.hpp"
#include "store/export_reader.hpp"
#include "store/observation_reader.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct SignedReport {
    std::int64_t first_observation_s = 0;
    std::int64_t observation_count = 0;
    std::string ip;         // the client as the server saw it
    std::string from_text;  // client and server as received
    std::string to_text;
    std::array<std::int64_t, 4> packet_ns{};
    model::Digest digest{};               // of the message
    std::vector<std::uint8_t> signature;  // empty: pruned
    std::vector<std::uint8_t> public_key;
    model::Digest key_digest{};
    std::vector<model::Observation> observations;  // in message order; empty: pruned
};

// Of one installation, by first observation and digest. Thread rule: that of its connection.
class SignedReports {
  public:
    SignedReports(Database& database, const ExportRange& range);

    // False at the end.
    [[nodiscard]] bool next(SignedReport& report);

  private:
    Statement reports_;
    ObservationReader observations_;
    std::vector<ObservationReader::Placed> placed_;
};

// Tables for people: their columns' names are headings.
enum class EvidenceTable { days, stretches, methods };
[[nodiscard]] RowCursor rows_of(Database& database, EvidenceTable table, const ExportRange& range);

}  // namespace tixdb::store
