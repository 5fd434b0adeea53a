// SPDX-License-Identifier: MIT

#include "store/content_copy.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "base/signals.hpp"
#include "base/text.hpp"
#include "store/database_copy.hpp"
#include "store/file_identity.hpp"
#include "store/sql/copy.hpp"
#include "store/sql/verify.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

// Often enough to look whether the run is asked to stop, and to show how far it is.
constexpr std::int64_t kReportsPerStep = 4096;

constexpr std::array kNumberNames = {"@run",    "@report",   "@observation", "@window",   "@result",
                                     "@outbox", "@rejected", "@key_change",  "@link_rate"};

// What is of the database and not of its installations.
constexpr std::array kOfDatabase = {
    sql::copy::run,
    sql::copy::setting,
    sql::copy::setting_change,
    sql::copy::merged_forget_key,
    sql::copy::forgotten_installation,
    sql::copy::api_server,
    sql::copy::claim_record,
    sql::copy::database_identity,
};
// These, and all below, of the chosen installations alone.
constexpr std::array kBeforeReports = {
    sql::copy::installation, sql::copy::key_change,  sql::copy::source_folder,
    sql::copy::rejected,     sql::copy::unread_file, sql::copy::link_rate,
};
constexpr std::array kAfterReports = {
    sql::copy::observation_exception,
    sql::copy::source_file,
    sql::copy::unprocessed_report,
    sql::copy::late_report,
    sql::copy::window,
    sql::copy::window_report,
    sql::copy::latency,
    sql::copy::latency_hour,
    sql::copy::latency_minute,
    sql::copy::recent_delays,
    sql::copy::result,
    sql::copy::adaptive_detail,
    sql::copy::outbox,
    sql::copy::window_as,
};

int is_asked_to_stop(void* /*unused*/) {
    return stop_requested() != 0 ? 1 : 0;
}

// So that nothing is written to the source, not even what lies in its -wal. Without URIs SQLite would take
// the text for a name.
std::string name_for_reading(const std::filesystem::path& source) {
    if (sqlite3_compileoption_used("USE_URI") == 0) return source.string();
    std::string uri = immutable_uri(source);
    if (!is_unchangeable(source)) uri = uri.substr(0, uri.rfind('?')) + "?mode=ro";
    return uri;
}

}  // namespace

ContentCounts count_content(Database& database) {
    Statement query(database, sql::copy::count_content);
    if (!query.step()) return {};
    return {query.int64(0), query.int64(1), query.int64(2), query.int64(3),
            query.int64(4), query.int64(5), query.int64(6)};
}

std::string first_broken_reference(Database& database) {
    Statement query(database, sql::verify::pragma_foreign_keys);
    return query.step() ? query.text(0) : std::string();
}

std::vector<model::InstallationKey> installations_with_rows(Database& database) {
    std::vector<model::InstallationKey> keys;
    Statement query(database, sql::copy::select_installations);
    while (query.step()) keys.push_back({query.int64(0), query.int64(1)});
    return keys;
}

std::map<model::InstallationKey, std::int64_t> reports_by_installation(Database& database) {
    std::map<model::InstallationKey, std::int64_t> reports;
    Statement query(database, sql::copy::count_reports);
    while (query.step())
        reports.emplace(model::InstallationKey{query.int64(0), query.int64(1)}, query.int64(2));
    return reports;
}

ContentCopy::ContentCopy(Database& target) : target_(target) {
    make_self_contained(target_);
    target_.execute("PRAGMA journal_mode = OFF");
    target_.execute("PRAGMA synchronous = OFF");
    target_.execute("PRAGMA foreign_keys = OFF");
    target_.execute(sql::copy::create_temporary_tables);
}

void ContentCopy::add(const std::filesystem::path& source,
                      const std::vector<model::InstallationKey>& installations,
                      const ProgressHook& hook) try {
    constexpr int kStepsBetweenLooks = 20'000;
    sqlite3* connection = target_.handle().getHandle();
    sqlite3_progress_handler(connection, kStepsBetweenLooks, is_asked_to_stop, nullptr);
    attach(source);
    {
        Transaction transaction(target_);
        const Numbers last = last_numbers();
        target_.execute(sql::copy::clear_temporary_tables);
        choose(installations);
        copy_tables(last[1], hook);
        for (std::size_t i = 0; i < kNumbers; ++i) offsets_.at(i) += last.at(i);
        transaction.commit();
    }
    target_.execute(sql::copy::detach_source);
    sqlite3_progress_handler(connection, 0, nullptr, nullptr);
} catch (const SQLite::Exception& exception) {
    if (exception.getErrorCode() == SQLITE_INTERRUPT) throw_if_stopped();
    const Error error = error_from(exception, target_.path());
    throw error.within(escaped(source.string()));
}

void ContentCopy::attach(const std::filesystem::path& source) {
    Statement statement(target_, sql::copy::attach_source);
    const std::string name = name_for_reading(source);
    statement.bind_all(name);
    statement.execute();
}

ContentCopy::Numbers ContentCopy::last_numbers() {
    constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max() / 4;
    Statement query(target_, sql::copy::select_last_ids);
    Numbers last{};
    if (!query.step()) return last;
    for (std::size_t i = 0; i < kNumbers; ++i) {
        last.at(i) = query.int64(static_cast<int>(i));
        if (last.at(i) > kHighest - offsets_.at(i))
            throw Error(ErrorKind::failed, "the numbers of rows do not suffice",
                        "take the reports in again from an archive, which begins at 1");
    }
    return last;
}

void ContentCopy::choose(const std::vector<model::InstallationKey>& installations) {
    Statement insert(target_, sql::copy::insert_chosen);
    for (const model::InstallationKey& key : installations) {
        insert.bind_all(key.user_id, key.installation_id);
        insert.execute();
    }
}

void ContentCopy::copy_tables(std::int64_t last_report, const ProgressHook& hook) {
    for (const std::string_view sql : kOfDatabase) run(sql);
    copy_keys();
    copy_networks();
    for (const std::string_view sql : kBeforeReports) run(sql);
    run_by_reports(sql::copy::report, last_report, hook);
    run_by_reports(sql::copy::report_signature, last_report, hook);
    run_by_reports(sql::copy::observation, last_report, hook);
    for (const std::string_view sql : kAfterReports) {
        run(sql);
        if (hook) hook(rows_);
    }
}

void ContentCopy::copy_keys() {
    run(sql::copy::client_key);
    target_.execute(sql::copy::insert_copied_keys);
}

void ContentCopy::copy_networks() {
    std::int64_t last_snapshot = 0;
    {
        Statement query(target_, sql::copy::select_last_snapshot);
        if (query.step()) last_snapshot = query.int64(0);
    }
    run(sql::copy::as_snapshot);
    Statement map(target_, sql::copy::insert_copied_snapshots);
    map.bind_all(last_snapshot);
    map.execute();
    run(sql::copy::as_prefix);
    run(sql::copy::as_name);
}

void ContentCopy::bind_numbers(Statement& statement, std::string_view sql) const {
    for (std::size_t i = 0; i < kNumbers; ++i) {
        if (sql.find(kNumberNames.at(i)) != std::string_view::npos)
            statement.bind_named(kNumberNames.at(i), offsets_.at(i));
    }
}

void ContentCopy::run(std::string_view sql) {
    throw_if_stopped();
    Statement statement(target_, sql);
    bind_numbers(statement, sql);
    statement.execute();
    rows_ += target_.handle().getChanges();
}

void ContentCopy::run_by_reports(std::string_view sql, std::int64_t last_report, const ProgressHook& hook) {
    Statement statement(target_, sql);
    bind_numbers(statement, sql);
    for (std::int64_t after = 0; after < last_report; after += kReportsPerStep) {
        throw_if_stopped();
        statement.bind_named("@after", after);
        statement.bind_named("@through", after + kReportsPerStep);
        statement.execute();
        rows_ += target_.handle().getChanges();
        if (hook) hook(rows_);
    }
}

void ContentCopy::make_part_of(const std::filesystem::path& source) {
    attach(source);
    target_.execute(sql::copy::update_forget_key);
    target_.execute(sql::copy::detach_source);
    target_.execute(sql::copy::delete_unused_keys);
}

void ContentCopy::finish() {
    make_self_contained(target_);
}

}  // namespace tixdb::store
