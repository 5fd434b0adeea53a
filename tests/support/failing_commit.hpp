// SPDX-License-Identifier: MIT
// Lets one COMMIT fail, after all statements before it have succeeded.
#pragma once

namespace tixdb::test {

// While it lives, commits of changes are counted on every connection that is opened in this process, of
// transactions and of single statements alike. The one of this number, from 1 on, fails, and SQLite rolls it
// back as it does when the disk is full. One at a time; connections opened meanwhile must be closed before it
// ends.
class FailingCommit {
  public:
    explicit FailingCommit(int number);
    ~FailingCommit();
    FailingCommit(const FailingCommit&) = delete;
    FailingCommit& operator=(const FailingCommit&) = delete;

    [[nodiscard]] bool has_failed() const;
};

}  // namespace tixdb::test
