// SPDX-License-Identifier: MIT

#include "support/failing_commit.hpp"

#include <sqlite3.h>

#include <atomic>
#include <stdexcept>

namespace tixdb::test {
namespace {

// SQLite calls back without an argument of the caller's when it opens a connection.
std::atomic<int>& commits_left() {
    static std::atomic<int> left{0};
    return left;
}

int count_commit(void*) {
    return --commits_left() == 0 ? 1 : 0;
}

int watch_commits(sqlite3* connection, char**, const sqlite3_api_routines*) {
    sqlite3_commit_hook(connection, count_commit, nullptr);
    return SQLITE_OK;
}

void (*entry_point())() {
    return reinterpret_cast<void (*)()>(watch_commits);
}

}  // namespace

FailingCommit::FailingCommit(int number) {
    commits_left() = number;
    if (sqlite3_auto_extension(entry_point()) != SQLITE_OK) throw std::runtime_error("cannot watch commits");
}

FailingCommit::~FailingCommit() {
    sqlite3_cancel_auto_extension(entry_point());
}

bool FailingCommit::has_failed() const {
    return commits_left() <= 0;
}

}  // namespace tixdb::test
