// SPDX-License-Identifier: MIT
// Random answers, faults and kills, within the settle delay: afterwards everything is stored, nothing twice.
#include <gtest/gtest.h>

#include <random>

#include "support/publish_fixture.hpp"

namespace tixdb::publish {
namespace {

using std::chrono_literals::operator""s;
using test::Answer;
using test::Killed;
using test::Route;
using test::TestItem;

// Ends the run with a small probability at each point.
class KillSometimes final : public PublishObserver {
  public:
    explicit KillSometimes(std::mt19937& random) : random_(random) {}
    void reached(PublishPoint, std::int64_t) override {
        if (random_() % 40 == 0) throw Killed{};
    }

  private:
    std::mt19937& random_;
};

class RandomFaults : public test::PublishTest, public testing::WithParamInterface<unsigned> {
  protected:
    std::optional<Answer> any_answer(const test::ReceivedRequest& request) {
        const auto roll = answers_() % 24;
        const bool is_post = request.route == Route::post_report;
        switch (roll) {
            case 0:
                return Answer::of(Answer::Kind::cut);
            case 1:
                return Answer::with_status(503);
            case 2:
                return Answer::with_status(429);
            case 3:
                return is_post ? Answer::of(Answer::Kind::store_and_cut) : Answer::with_status(502);
            case 4:
                return is_post ? Answer::of(Answer::Kind::cut_in_answer) : Answer::of(Answer::Kind::cut);
            case 5:
                return is_post ? Answer::lookup_failed("OperationalError") : Answer::normal();
            case 6:
                return is_post ? Answer::lookup_failed("ValueError: for now") : Answer::normal();
            case 7:
                return is_post ? Answer::of(Answer::Kind::hang_and_store_later) : Answer::normal();
            case 8:
                return is_post ? Answer::unauthorized_json() : Answer::with_status(404, "Not Found");
            default:
                return std::nullopt;
        }
    }
    std::vector<test::StoredReport> add_items() {
        std::vector<test::StoredReport> expected;
        for (int i = 0; i < 24; ++i) {
            TestItem item{.installation = {1 + i % 3, 10 + i % 5},
                          .last_s = test::kReportTime_s + 600 * (i / 6),
                          .ip = "200.0.7." + std::to_string(i % 4),
                          .up_usage = i / 32.0};
            add(item);
            expected.push_back(test::stored_form_of(item));
        }
        std::sort(expected.begin(), expected.end());
        return expected;
    }

    std::mt19937 answers_{GetParam()};  // used by the stand-in's threads, one at a time
    std::mt19937 random_{GetParam() + 1'000};
};

TEST_P(RandomFaults, EverythingIsStoredAndNothingTwice) {
    http_settings_.request_timeout = std::chrono::milliseconds(400);
    settings_.hold_delay = std::chrono::hours(1);
    settings_.seed = GetParam();
    const auto expected = add_items();
    api_.choose_answers([this](const test::ReceivedRequest& request) { return any_answer(request); });
    for (int run = 0; run < 8; ++run) {
        KillSometimes observer(random_);
        try {
            (void)publish(observer);
        } catch (const Killed&) {
        }
        clock_.advance(std::chrono::seconds(60 + random_() % 200));
        api_.store_late_reports();  // within the settle delay of its request
    }
    api_.choose_answers(nullptr);
    http_settings_.request_timeout = 20s;
    for (int run = 0; run < 8; ++run) publish_after(3'601s);
    EXPECT_EQ(stored(), expected) << "seed " << GetParam();
    EXPECT_EQ(database_.number("SELECT count(*) FROM outbox WHERE state = 'sent'"), 24);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomFaults, testing::Range(1U, 9U));

}  // namespace
}  // namespace tixdb::publish
