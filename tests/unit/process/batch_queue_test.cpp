// SPDX-License-Identifier: MIT

#include "process/batch_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tixdb::process {
namespace {

using namespace std::chrono_literals;

constexpr auto kLongTime = 1h;  // a test that has to wait for it never ends

InstallationBatch batch_of(std::int64_t installation_id, std::size_t windows = 1) {
    InstallationBatch batch;
    batch.installation = {1, installation_id};
    batch.windows.resize(windows);
    return batch;
}

std::vector<std::int64_t> ids_of(const std::vector<InstallationBatch>& batches) {
    std::vector<std::int64_t> ids;
    for (const InstallationBatch& batch : batches) ids.push_back(batch.installation.installation_id);
    return ids;
}

TEST(BatchQueue, GivesAllThatIsThereInItsOrderOnceHalfIsFull) {
    BatchQueue queue(6);
    for (const std::int64_t id : {5, 3, 4}) ASSERT_TRUE(queue.push(batch_of(id)));
    EXPECT_EQ(ids_of(queue.take(kLongTime)), (std::vector<std::int64_t>{5, 3, 4}));
}

TEST(BatchQueue, GivesLessThanThatAfterATime) {
    BatchQueue queue(100);
    ASSERT_TRUE(queue.push(batch_of(7)));
    EXPECT_EQ(ids_of(queue.take(1ms)), std::vector<std::int64_t>{7});
}

TEST(BatchQueue, WaitsPastTheTimeWhileThereIsNothing) {
    BatchQueue queue(100);
    std::thread worker([&] {
        std::this_thread::sleep_for(20ms);
        EXPECT_TRUE(queue.push(batch_of(8)));
    });
    EXPECT_EQ(ids_of(queue.take(1ms)), std::vector<std::int64_t>{8});
    worker.join();
}

TEST(BatchQueue, CountsWindowsAndNotInstallations) {
    BatchQueue queue(6);
    ASSERT_TRUE(queue.push(batch_of(1, 3)));
    EXPECT_EQ(ids_of(queue.take(kLongTime)), std::vector<std::int64_t>{1});
}

TEST(BatchQueue, CountsAnInstallationWithoutWindowsAsOne) {
    BatchQueue queue(4);
    ASSERT_TRUE(queue.push(batch_of(1, 0)));
    ASSERT_TRUE(queue.push(batch_of(2, 0)));
    EXPECT_EQ(ids_of(queue.take(kLongTime)), (std::vector<std::int64_t>{1, 2}));
}

TEST(BatchQueue, TakesInWhatIsTooMuchWhenNothingElseWaits) {
    BatchQueue queue(4);
    ASSERT_TRUE(queue.push(batch_of(1, 100)));
    EXPECT_EQ(ids_of(queue.take(kLongTime)), std::vector<std::int64_t>{1});
}

TEST(BatchQueue, IsEmptiedForAWorkerThatCannotGoOn) {
    BatchQueue queue(100);
    ASSERT_TRUE(queue.push(batch_of(1, 2)));
    std::thread worker([&] { EXPECT_TRUE(queue.push(batch_of(2, 99))); });
    EXPECT_EQ(ids_of(queue.take(kLongTime)), std::vector<std::int64_t>{1});
    EXPECT_EQ(ids_of(queue.take(kLongTime)), std::vector<std::int64_t>{2});
    worker.join();
}

TEST(BatchQueue, NeverHoldsMoreWindowsThanItMay) {
    BatchQueue queue(8);
    std::atomic<std::int64_t> put = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i) {
        workers.emplace_back([&] {
            for (int n = 0; n < 500; ++n) put += queue.push(batch_of(n + 1, 3)) ? 1 : 0;
        });
    }
    std::size_t taken = 0;
    while (taken < 2000) {
        const auto batches = queue.take(kLongTime);
        ASSERT_FALSE(batches.empty());
        EXPECT_LE(batches.size(), 2U);
        taken += batches.size();
    }
    for (std::thread& worker : workers) worker.join();
    EXPECT_EQ(put, 2000);
}

TEST(BatchQueue, GivesTheRestAndThenNothingOnceItIsClosed) {
    BatchQueue queue(100);
    ASSERT_TRUE(queue.push(batch_of(9)));
    queue.close();
    EXPECT_FALSE(queue.push(batch_of(10)));
    EXPECT_EQ(ids_of(queue.take(kLongTime)), std::vector<std::int64_t>{9});
    EXPECT_TRUE(queue.take(kLongTime).empty());
}

TEST(BatchQueue, LetsAWaitingWorkerGoWhenItIsClosed) {
    BatchQueue queue(2);
    ASSERT_TRUE(queue.push(batch_of(1, 2)));
    std::thread worker([&] { EXPECT_FALSE(queue.push(batch_of(2, 2))); });
    std::this_thread::sleep_for(5ms);
    queue.close();
    worker.join();
}

}  // namespace
}  // namespace tixdb::process
