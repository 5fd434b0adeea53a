// SPDX-License-Identifier: MIT

#include "store/content_digest.hpp"

#include <array>
#include <bit>

#include "base/digest.hpp"
#include "base/multiset_digest.hpp"
#include "base/signals.hpp"
#include "store/row_cursor.hpp"
#include "store/sql/content.hpp"

namespace tixdb::store {
namespace {

struct TableQuery {
    std::string_view table;
    std::string_view sql;
};

namespace queries = sql::content;

constexpr std::string_view kReport = "report";

constexpr std::array kTables = {
    TableQuery{"setting", queries::setting},
    TableQuery{"installation", queries::installation},
    TableQuery{"key_change", queries::key_change},
    TableQuery{kReport, queries::report},
    TableQuery{"source_file", queries::source_file},
    TableQuery{"source_folder", queries::source_folder},
    TableQuery{"rejected", queries::rejected},
    TableQuery{"unread_file", queries::unread_file},
    TableQuery{"unprocessed_report", queries::unprocessed_report},
    TableQuery{"late_report", queries::late_report},
    TableQuery{"window", queries::window},
    TableQuery{"window_report", queries::window_report},
    TableQuery{"window_as", queries::window_as},
    TableQuery{"result", queries::result},
    TableQuery{"adaptive_detail", queries::adaptive_detail},
    TableQuery{"latency", queries::latency},
    TableQuery{"latency_hour", queries::latency_hour},
    TableQuery{"latency_minute", queries::latency_minute},
    TableQuery{"link_rate", queries::link_rate},
    TableQuery{"outbox", queries::outbox},
    TableQuery{"as_snapshot", queries::as_snapshot},
    TableQuery{"as_prefix", queries::as_prefix},
    TableQuery{"as_name", queries::as_name},
};

// report_signature, observation and observation_exception are hashed with their reports, a key by its digest
// in whatever was signed with it.
constexpr std::array<std::string_view, 11> kWithoutContent = {
    "client_key",        "run",        "setting_change", "database_identity", "forgotten_installation",
    "merged_forget_key", "api_server", "claim_record",   "recent_delays",     "schema_migration",
    "schema_views"};

// A row as bytes: each value by its type, texts and blobs with their length, so that no two rows of other
// values are the same bytes.
class RowBytes {
  public:
    void clear() { bytes_.clear(); }
    void add(const RowCursor& row, int from) {
        for (int column = from; column < row.columns(); ++column) add_value(row, column);
    }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }

  private:
    void add_value(const RowCursor& row, int column) {
        switch (row.type(column)) {
            case ValueType::null:
                return add_byte('n');
            case ValueType::integer:
                add_byte('i');
                return add_number(static_cast<std::uint64_t>(row.int64(column)));
            case ValueType::real:
                add_byte('r');
                return add_number(std::bit_cast<std::uint64_t>(row.real(column)));
            case ValueType::text: {
                const std::string_view text = row.text(column);
                return add_bytes('t', {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
            }
            case ValueType::blob:
                return add_bytes('b', row.blob(column));
        }
    }
    void add_bytes(char type, std::span<const std::uint8_t> bytes) {
        add_byte(type);
        add_number(bytes.size());
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void add_byte(char byte) { bytes_.push_back(static_cast<std::uint8_t>(byte)); }
    void add_number(std::uint64_t number) {
        for (unsigned shift = 0; shift < 64; shift += 8)
            bytes_.push_back(static_cast<std::uint8_t>(number >> shift));
    }

    std::vector<std::uint8_t> bytes_;
};

class ContentDigester {
  public:
    ContentDigester(Database& database, const ProgressHook& hook) : database_(database), hook_(hook) {}

    TableDigest of_table(const TableQuery& query) {
        constexpr std::int64_t kRowsPerLook = 256;
        RowCursor rows(database_, query.sql);
        const bool is_report = query.table == kReport;
        MultisetDigest digest;
        while (rows.step()) {
            bytes_.clear();
            bytes_.add(rows, is_report ? 1 : 0);
            if (is_report) add_observations(rows);
            digest.add(bytes_.bytes());
            if (digest.rows() % kRowsPerLook != 0) continue;
            throw_if_stopped();
            if (hook_) hook_(rows_ + digest.rows());
        }
        rows_ += digest.rows();
        return {query.table, digest.rows(), digest.digest()};
    }

  private:
    // The first three columns of a report: its first observation's id, how many, how many exceptions.
    void add_observations(const RowCursor& report) {
        add_rows(observations_, report);
        if (report.int64(2) > 0) add_rows(exceptions_, report);
    }
    void add_rows(RowCursor& rows, const RowCursor& report) {
        rows.reset();
        rows.bind(1, report.int64(0));
        rows.bind(2, report.int64(1));
        while (rows.step()) bytes_.add(rows, 0);
    }

    Database& database_;
    const ProgressHook& hook_;
    RowBytes bytes_;
    RowCursor observations_{database_, queries::observations_of_report};
    RowCursor exceptions_{database_, queries::exceptions_of_report};
    std::int64_t rows_ = 0;
};

}  // namespace

std::span<const std::string_view> tables_without_content() {
    return kWithoutContent;
}

ContentDigest digest_content(Database& database, const ProgressHook& hook) {
    ContentDigest content;
    ContentDigester digester(database, hook);
    Sha256 all;
    for (const TableQuery& query : kTables) {
        const TableDigest& table = content.tables.emplace_back(digester.of_table(query));
        content.rows += table.rows;
        all.update({reinterpret_cast<const std::uint8_t*>(query.table.data()), query.table.size()});
        all.update(table.digest);
    }
    content.digest = all.finish();
    return content;
}

}  // namespace tixdb::store
