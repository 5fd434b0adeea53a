// SPDX-License-Identifier: MIT

#include "store/report_store.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/digest.hpp"
#include "store/installation_store.hpp"
#include "store/run_store.hpp"
#include "support/report_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::store {
namespace {

constexpr model::InstallationKey kInstallation{3, 5};

model::Report report_of(const std::vector<model::Observation>& observations) {
    model::Report report;
    report.installation = kInstallation;
    report.ip = "203.0.113.7";
    report.from = "203.0.113.7:4500";
    report.to = "[::%0]:4500";
    report.public_key = {1, 2, 3};
    report.key_digest = sha256(report.public_key);
    report.signature.assign(256, 9);
    report.message_digest = sha256(test::message_of(observations));
    report.verified = true;
    report.observations = observations;
    return report;
}

class ReportStoreTest : public testing::Test {
  protected:
    ReportStoreTest() {
        RunStore(temporary_.database()).begin("ingest", "test", 1);
        InstallationStore(temporary_.database()).add(kInstallation, 1);
    }

    AddedReport add(const model::Report& report) { return ReportStore(temporary_.database()).add(report, 1); }
    std::string text(const std::string& sql) { return temporary_.text(sql); }
    std::int64_t number(const std::string& sql) { return temporary_.number(sql); }
    std::vector<model::Observation> stored() {
        std::vector<model::Observation> observations;
        Statement query(temporary_.database(),
                        "SELECT day_timestamp, type, packet_size, initial_ns, reception_ns, sent_ns, final_ns"
                        "  FROM v_observation ORDER BY report_id, ordinal");
        while (query.step()) {
            observations.push_back({query.int64(0), query.text(1).at(0),
                                    static_cast<std::int32_t>(query.int64(2)), query.int64(3), query.int64(4),
                                    query.int64(5), query.int64(6)});
        }
        return observations;
    }

    test::TemporaryDatabase temporary_;
};

const model::Report kReport = report_of(test::steady_observations(1'500'000'000, 3));

TEST_F(ReportStoreTest, NewReportIsStoredAndPutBeforeProcess) {
    const AddedReport added = add(kReport);
    EXPECT_TRUE(added.is_new);
    EXPECT_EQ(stored(), kReport.observations);
    EXPECT_EQ(number("SELECT report_id FROM unprocessed_report"), added.report_id);
    EXPECT_EQ(text("SELECT first_observation_s || ' ' || last_observation_s || ' ' || earliest_s || ' ' || latest_s || ' ' || "
                   "observation_count"
                   " FROM report"),
              "1500000000 1500000002 1500000000 1500000002 3");
}

TEST_F(ReportStoreTest, FirstAndLastAreThoseOfTheMessageOldestAndNewestOfTheClock) {
    auto observations = test::steady_observations(1'500'000'000, 4);
    std::swap(observations[0], observations[2]);
    std::swap(observations[1], observations[3]);
    add(report_of(observations));
    EXPECT_EQ(text("SELECT first_observation_s || ' ' || last_observation_s || ' ' || earliest_s || ' ' || latest_s FROM report"),
              "1500000002 1500000001 1500000000 1500000003");
    EXPECT_EQ(stored(), observations);
}

TEST_F(ReportStoreTest, ConstantTypeAndSizeAreKeptOnce) {
    auto observations = test::steady_observations(1'500'000'000, 3);
    observations[2].type = 'L';
    observations[1].packet_size = 64;
    add(report_of(observations));
    EXPECT_EQ(number("SELECT count(*) FROM observation WHERE type IS NULL"), 2);
    EXPECT_EQ(number("SELECT count(*) FROM observation WHERE packet_size IS NULL"), 2);
    EXPECT_EQ(stored(), observations);
}

TEST_F(ReportStoreTest, SecondCopyIsKnown) {
    const AddedReport first = add(kReport);
    const AddedReport second = add(kReport);
    EXPECT_FALSE(second.is_new);
    EXPECT_EQ(second.report_id, first.report_id);
    EXPECT_EQ(number("SELECT count(*) FROM observation"), 3);
}

TEST_F(ReportStoreTest, VerifiedCopyStandsBeforeAPublicOne) {
    model::Report unverified = kReport;
    unverified.verified = false;
    model::Report verified = kReport;
    verified.ip = "10.1.2.3";
    for (const auto& [first, second] : {std::pair(unverified, verified), std::pair(verified, unverified)}) {
        temporary_.database().execute(
            "DELETE FROM observation; DELETE FROM unprocessed_report; DELETE FROM report");
        add(first);
        add(second);
        EXPECT_EQ(text("SELECT ip || ' ' || verified FROM report"), "10.1.2.3 1");
    }
}

TEST_F(ReportStoreTest, AddressesOfAClientsOwnNetworkAreNotPublic) {
    for (const char* local : {"10.0.0.1", "192.168.0.1", "172.16.9.9", "100.64.0.1", "127.0.0.1",
                              "169.254.1.1", "0.0.0.0", "::1", "fe80::1", "fd00::1"}) {
        temporary_.database().execute(
            "DELETE FROM observation; DELETE FROM unprocessed_report; DELETE FROM report");
        model::Report copy = kReport;
        copy.ip = local;
        add(copy);
        add(kReport);
        EXPECT_EQ(text("SELECT ip FROM report"), "203.0.113.7") << local;
    }
}

TEST_F(ReportStoreTest, CopyThatAWindowHasUsedStays) {
    model::Report local = kReport;
    local.ip = "10.0.0.1";
    const AddedReport added = add(local);
    temporary_.database().execute("PRAGMA foreign_keys = OFF");
    temporary_.database().execute("INSERT INTO window_report VALUES (" + std::to_string(added.report_id) +
                                  ", 1)");
    add(kReport);
    EXPECT_EQ(text("SELECT ip FROM report"), "10.0.0.1");
}

TEST_F(ReportStoreTest, ReportWhoseAddressChangedIsPutBeforeProcessAgain) {
    model::Report local = kReport;
    local.ip = "10.0.0.1";
    const AddedReport added = add(local);
    temporary_.database().execute("DELETE FROM unprocessed_report");
    add(kReport);
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), 1);
    temporary_.database().execute("DELETE FROM unprocessed_report");
    temporary_.database().execute("UPDATE report SET ip = '10.0.0.1'");
    temporary_.database().execute("INSERT INTO late_report VALUES (3, 5, " + std::to_string(added.report_id) +
                                  ", 1, NULL)");
    add(kReport);
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), 0) << "it is known to be late";
}

TEST_F(ReportStoreTest, RoundTripTimeIsModuloADay) {
    auto observations = test::steady_observations(1'500'000'000, 2);
    observations[0].final_ns = observations[0].initial_ns + 30'000'000 - model::kNsPerDay;
    observations[1].final_ns = observations[1].initial_ns - 1'000'000 + 3 * model::kNsPerDay;
    add(report_of(observations));
    EXPECT_EQ(text("SELECT group_concat(rtt_ms) FROM v_observation"), "30.0,-1.0");
}

// Whatever a report can hold once the codec has let it pass, and far beyond.
RC_GTEST_FIXTURE_PROP(ReportStoreTest, EveryFieldComesBackExactly, ()) {
    constexpr std::int64_t kClock = 10 * model::kNsPerDay;
    const auto clock =
        rc::gen::oneOf(rc::gen::element<std::int64_t>(-kClock, kClock, 0, -1, 1, model::kNsPerDay - 1),
                       rc::gen::resize(1000, rc::gen::inRange<std::int64_t>(-kClock, kClock + 1)));
    const auto second = rc::gen::oneOf(
        rc::gen::element<std::int64_t>(1'262'304'000, 9'000'000'000, 1'500'000'000, 1'500'000'001),
        rc::gen::inRange<std::int64_t>(1'262'304'000, 9'000'003'600));
    const auto observation = rc::gen::build<model::Observation>(
        rc::gen::set(&model::Observation::day_timestamp_s, second),
        rc::gen::set(&model::Observation::type, rc::gen::element('S', 'L')),
        rc::gen::set(&model::Observation::packet_size, rc::gen::inRange<std::int32_t>(0, 65'536)),
        rc::gen::set(&model::Observation::initial_ns, clock),
        rc::gen::set(&model::Observation::reception_ns, clock),
        rc::gen::set(&model::Observation::sent_ns, clock),
        rc::gen::set(&model::Observation::final_ns, clock));
    const auto observations =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<model::Observation>>(observation));
    this->temporary_.database().execute(
        "DELETE FROM observation; DELETE FROM unprocessed_report; DELETE FROM report");
    add(report_of(observations));
    RC_ASSERT(stored() == observations);
}

}  // namespace
}  // namespace tixdb::store
