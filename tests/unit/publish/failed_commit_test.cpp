// SPDX-License-Identifier: MIT
// Where everything succeeds but the COMMIT: nothing is sent that was not claimed, and nothing twice.
#include <gtest/gtest.h>

#include <string>

#include "support/publish_fixture.hpp"

namespace tixdb::publish::failed_commit {
namespace {

using model::OutboxState;
using test::Route;

class FailedCommit : public test::PublishTest {
  protected:
    // Every commit in which an item comes into this state: a foreign key that nobody looks at before.
    void fail_commits_that_make(const std::string& state) {
        database_.database().execute(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
            "CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);"
            "CREATE TRIGGER no AFTER UPDATE ON outbox WHEN new.state = '" +
            state + "' BEGIN INSERT INTO child VALUES (1); END");
    }
    void let_commits_succeed() { database_.database().execute("DROP TRIGGER no"); }
};

TEST_F(FailedCommit, OfAClaimSendsNothing) {
    const auto id = add();
    fail_commits_that_make("sending");
    EXPECT_THROW(static_cast<void>(publish()), std::exception);
    EXPECT_EQ(api_.count(Route::post_report), 0U);
    EXPECT_EQ(state(id), OutboxState::pending);
    let_commits_succeed();
    publish();
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U);
}

TEST_F(FailedCommit, OfAnAnswerLeavesTheItemToALookup) {
    const auto id = add();
    fail_commits_that_make("sent");
    EXPECT_THROW(static_cast<void>(publish()), std::exception);
    EXPECT_EQ(state(id), OutboxState::sending);
    EXPECT_EQ(stored().size(), 1U);
    let_commits_succeed();
    publish();
    EXPECT_EQ(state(id), OutboxState::uncertain);
    publish_after(std::chrono::minutes(6));
    EXPECT_EQ(state(id), OutboxState::sent);
    EXPECT_EQ(stored().size(), 1U) << "sent once";
}

}  // namespace
}  // namespace tixdb::publish::failed_commit
