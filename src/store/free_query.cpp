// SPDX-License-Identifier: MIT

#include "store/free_query.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <new>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "store/query_rules.hpp"

namespace tixdb::store {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kLargestValueBytes = 64 * 1024 * 1024;
constexpr std::int64_t kLargestHeapBytes = 1024LL * 1024 * 1024;
// Matching takes time in the product of pattern and text.
constexpr int kLongestLikePattern = 1'000;
constexpr int kStepsPerLook = 20'000;  // of SQLite's virtual machine: some 0.2 ms

}  // namespace

// What SQLite calls back while the query is at work.
struct FreeQuery::Guard {
    sqlite3* connection;
    std::chrono::nanoseconds timeout;
    std::chrono::nanoseconds used{0};
    SteadyClock::time_point began{};
    std::string refused;
    bool is_out_of_memory = false;  // while it was looked at
    std::int64_t heap_limit_before;

    Guard(sqlite3* guarded, std::chrono::milliseconds longest)
        : connection(guarded),
          timeout(longest),
          heap_limit_before(sqlite3_hard_heap_limit64(kLargestHeapBytes)) {
        sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, kLargestValueBytes);
        sqlite3_limit(connection, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, kLongestLikePattern);
        sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        sqlite3_set_authorizer(connection, authorize, this);
        sqlite3_progress_handler(connection, kStepsPerLook, is_over, this);
    }
    ~Guard() {
        sqlite3_set_authorizer(connection, nullptr, nullptr);
        sqlite3_progress_handler(connection, 0, nullptr, nullptr);
        sqlite3_hard_heap_limit64(heap_limit_before);
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

    [[nodiscard]] bool is_late() const {
        return timeout.count() > 0 && used + (SteadyClock::now() - began) > timeout;
    }
    static int authorize(void* guard, int action, const char* first, const char* second, const char*,
                         const char*) {
        auto& self = *static_cast<Guard*>(guard);
        // No exception may go through SQLite, which is C and would be left in the middle of its work.
        try {
            std::string refusal = refusal_of(action, first, second);
            if (refusal.empty()) return SQLITE_OK;
            self.refused = std::move(refusal);
        } catch (const std::bad_alloc&) {
            self.is_out_of_memory = true;
        }
        return SQLITE_DENY;
    }
    static int is_over(void* guard) {
        return stop_requested() != 0 || static_cast<const Guard*>(guard)->is_late() ? 1 : 0;
    }
};

FreeQuery::FreeQuery(Database& database, const std::string& sql, std::chrono::milliseconds timeout)
    : database_(database), guard_(std::make_unique<Guard>(database.handle().getHandle(), timeout)) {
    guard_->began = SteadyClock::now();
    std::string_view rest;
    try {
        row_ = std::make_unique<RowCursor>(database, sql, &rest);
        if (!row_->is_statement())
            throw Error(ErrorKind::usage, "there is no query in it",
                        "tixdb query 'SELECT * FROM v_installation'");
        while (!rest.empty()) {
            std::string_view after;
            if (RowCursor(database, rest, &after).is_statement())
                throw Error(ErrorKind::usage, "that is more than one statement", "one query at a time");
            rest = after;
        }
    } catch (const SQLite::Exception& exception) {
        throw_meaning(exception);
    }
    if (!row_->only_reads()) throw Error(ErrorKind::usage, "a query may only read");
    if (row_->parameters() > 0)
        throw Error(ErrorKind::usage, "the query has parameters, which have no values",
                    "write the values into it");
}

FreeQuery::~FreeQuery() {
    row_.reset();  // before what it calls back is gone
}

void FreeQuery::throw_meaning(const SQLite::Exception& exception) const {
    if (guard_->is_out_of_memory) throw std::bad_alloc();
    if (!guard_->refused.empty())
        throw Error(
            ErrorKind::usage, fmt::format("a query may only read: {} is refused", guard_->refused),
            "what changes data are tixdb's own commands; to try things out, `tixdb backup` makes a copy");
    const int code = exception.getErrorCode() & 0xFF;
    if (code == SQLITE_INTERRUPT && stop_requested() == 0)
        throw Error(ErrorKind::failed,
                    fmt::format("the query was ended after {}",
                                duration_text(
                                    std::chrono::duration_cast<std::chrono::milliseconds>(guard_->timeout))),
                    "narrow it to an installation or a time, or give it longer with --timeout");
    if (code == SQLITE_NOMEM)
        throw Error(ErrorKind::failed, "the query needs more than 1 GiB of memory",
                    "ask for less at once: fewer columns, groups or rows");
    if (code == SQLITE_ERROR || code == SQLITE_TOOBIG || code == SQLITE_MISMATCH)
        throw Error(ErrorKind::usage,
                    fmt::format("SQLite does not take the query: {}", escaped(exception.what())),
                    "tixdb query --list names the views; docs/database.md their columns");
    throw exception;
}

bool FreeQuery::step() {
    guard_->began = SteadyClock::now();
    try {
        const bool has_row = row_->step();
        guard_->used += SteadyClock::now() - guard_->began;
        return has_row;
    } catch (const SQLite::Exception& exception) {
        throw_meaning(exception);
    }
}

}  // namespace tixdb::store
