// SPDX-License-Identifier: MIT

#include "store/report_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/digest.hpp"
#include "store/installation_store.hpp"
#include "store/observation_reader.hpp"
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

    std::vector<model::Observation> short_probes(std::int64_t report_id) {
        return ObservationReader(temporary_.database()).short_probes_of(report_id);
    }

    test::TemporaryDatabase temporary_;
};

const model::Report kReport = report_of(test::steady_observations(1'500'000'000, 3));

TEST_F(ReportStoreTest, NewReportIsStoredAndPutBeforeProcess) {
    const AddedReport added = add(kReport);
    EXPECT_TRUE(added.is_new);
    EXPECT_EQ(stored(), kReport.observations);
    EXPECT_EQ(number("SELECT report_id FROM unprocessed_report"), added.report_id);
    EXPECT_EQ(text("SELECT first_observation_s || ' ' || last_observation_s || ' ' || earliest_s || ' ' || "
                   "latest_s || ' ' || "
                   "observation_count"
                   " FROM report"),
              "1500000000 1500000002 1500000000 1500000002 3");
}

TEST_F(ReportStoreTest, FirstAndLastAreThoseOfTheMessageOldestAndNewestOfTheClock) {
    auto observations = test::steady_observations(1'500'000'000, 4);
    std::swap(observations[0], observations[2]);
    std::swap(observations[1], observations[3]);
    add(report_of(observations));
    EXPECT_EQ(text("SELECT first_observation_s || ' ' || last_observation_s || ' ' || earliest_s || ' ' || "
                   "latest_s FROM report"),
              "1500000002 1500000001 1500000000 1500000003");
    EXPECT_EQ(stored(), observations);
}

TEST_F(ReportStoreTest, ConstantTypeAndSizeAreKeptOnce) {
    auto observations = test::steady_observations(1'500'000'000, 3);
    observations[2].type = 'L';
    observations[1].packet_size = 64;
    add(report_of(observations));
    EXPECT_EQ(text("SELECT group_concat(type || packet_size) FROM observation_exception"), "S64,L32");
    EXPECT_EQ(number("SELECT exception_count FROM report"), 2);
    EXPECT_EQ(stored(), observations);
    EXPECT_EQ(short_probes(1), std::vector(observations.begin(), observations.end() - 1))
        << "all but the long one";
}

TEST_F(ReportStoreTest, ReportWhoseFirstObservationIsTheExceptionComesBackToo) {
    auto observations = test::steady_observations(1'500'000'000, 130);
    observations[0].type = 'L';
    observations[0].packet_size = 1400;
    add(report_of(observations));
    EXPECT_EQ(number("SELECT exception_count FROM report"), 129);
    EXPECT_EQ(stored(), observations);
    EXPECT_EQ(short_probes(1), std::vector(observations.begin() + 1, observations.end()));
}

// How many rows a statement takes is seen nowhere.
TEST_F(ReportStoreTest, ReportsOfAnyLengthFollowOneAnotherWithoutAGap) {
    std::int64_t next_id = 1;
    std::int64_t first_s = 1'500'000'000;
    for (const int count : {1, 2, 59, 60, 63, 64, 65, 127, 128, 129, 1000, 1}) {
        const auto observations = test::steady_observations(first_s, count);
        const AddedReport added = add(report_of(observations));
        EXPECT_EQ(number("SELECT first_observation_id FROM report ORDER BY report_id DESC LIMIT 1"), next_id);
        EXPECT_EQ(number("SELECT max(observation_id) FROM observation"), next_id + count - 1);
        EXPECT_EQ(short_probes(added.report_id), observations);
        next_id += count;
        first_s += 10'000;
    }
    EXPECT_EQ(number("SELECT count(*) FROM v_observation"), next_id - 1);
}

TEST_F(ReportStoreTest, IdsOfPrunedObservationsAreNotGivenAgain) {
    add(kReport);
    const AddedReport pruned = add(report_of(test::steady_observations(1'500'000'100, 5)));
    temporary_.database().execute("DELETE FROM observation; UPDATE report SET observations_pruned_ms = 1");
    const AddedReport added = add(report_of(test::steady_observations(1'500'000'200, 2)));
    EXPECT_EQ(text("SELECT group_concat(first_observation_id) FROM report"), "1,4,9");
    EXPECT_TRUE(short_probes(pruned.report_id).empty());
    EXPECT_EQ(short_probes(added.report_id), test::steady_observations(1'500'000'200, 2));
}

TEST_F(ReportStoreTest, ObservationsThatNoReportHasDoNotStopTheNext) {
    temporary_.database().execute("INSERT INTO observation VALUES (17, 0, 0, 0, 0, 0)");
    const AddedReport added = add(kReport);
    EXPECT_EQ(number("SELECT first_observation_id FROM report"), 18);
    EXPECT_EQ(short_probes(added.report_id), kReport.observations);
    EXPECT_EQ(stored(), kReport.observations);
}

// By the installation and by time: a month of all installations does not read every observation.
TEST_F(ReportStoreTest, ObservationsAreFoundByTheirReports) {
    for (const auto& [condition, index] :
         {std::pair("user_id = 3 AND installation_id = 5 AND day_timestamp > 1500000000",
                    "(user_id=? AND installation_id=?)"),
          std::pair("report_latest_s >= 1500000000 AND report_earliest_s < 1500086400 AND"
                    " day_timestamp >= 1500000000 AND day_timestamp < 1500086400",
                    "USING INDEX report_of_time (latest_s>?)"),
          std::pair("report_id = 3", "USING INTEGER PRIMARY KEY (rowid=?)")}) {
        Statement plan(temporary_.database(),
                       std::string("EXPLAIN QUERY PLAN SELECT * FROM v_observation WHERE ") + condition);
        std::string steps;
        while (plan.step()) steps += plan.text(3) + "\n";
        EXPECT_THAT(steps, testing::HasSubstr(std::string("SEARCH r ")));
        EXPECT_THAT(steps, testing::HasSubstr(index));
        EXPECT_THAT(steps, testing::HasSubstr("SEARCH o USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"));
        EXPECT_THAT(steps, testing::Not(testing::HasSubstr("SCAN"))) << condition;
    }
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
            "DELETE FROM observation; DELETE FROM unprocessed_report; DELETE FROM report_signature; "
            "DELETE FROM report");
        add(first);
        add(second);
        EXPECT_EQ(text("SELECT ip || ' ' || verified FROM report"), "10.1.2.3 1");
    }
}

TEST_F(ReportStoreTest, AddressesOfAClientsOwnNetworkAreNotPublic) {
    for (const char* local : {"10.0.0.1", "192.168.0.1", "172.16.9.9", "100.64.0.1", "127.0.0.1",
                              "169.254.1.1", "0.0.0.0", "::1", "fe80::1", "fd00::1"}) {
        temporary_.database().execute(
            "DELETE FROM observation; DELETE FROM unprocessed_report; DELETE FROM report_signature; "
            "DELETE FROM report");
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

// What its windows and hours were made of cannot be computed again with another address.
TEST_F(ReportStoreTest, CopyOfAPrunedReportStays) {
    model::Report local = kReport;
    local.ip = "10.0.0.1";
    add(local);
    temporary_.database().execute(
        "UPDATE report SET observations_pruned_ms = 1; DELETE FROM observation; DELETE FROM "
        "unprocessed_report");
    add(kReport);
    EXPECT_EQ(text("SELECT ip FROM report"), "10.0.0.1");
    EXPECT_EQ(number("SELECT count(*) FROM unprocessed_report"), 0);
}

TEST_F(ReportStoreTest, BetterCopyChangesItsReportAlone) {
    model::Report local = kReport;
    local.ip = "10.0.0.1";
    local.signature.assign(256, 1);
    model::Report earlier = report_of(test::steady_observations(1'499'999'000, 3));
    model::Report later = report_of(test::steady_observations(1'500'001'000, 3));
    for (model::Report* other : {&earlier, &later}) {
        other->ip = "10.0.0.2";
        other->signature.assign(256, 2);
    }
    const auto before = add(earlier).report_id;
    add(local);
    add(later);
    // That a window has another one keeps nothing of this one.
    temporary_.database().execute("PRAGMA foreign_keys = OFF");
    temporary_.database().execute("INSERT INTO window_report VALUES (" + std::to_string(before) + ", 1)");
    model::Report better = kReport;
    better.signature.assign(256, 3);
    add(better);
    EXPECT_EQ(
        text(
            "SELECT group_concat(ip || ' ' || substr(hex(signature), 1, 2), ', ') FROM (SELECT * FROM report "
            "JOIN report_signature USING (report_id) ORDER BY first_observation_s)"),
        "10.0.0.2 02, 203.0.113.7 03, 10.0.0.2 02");
    // Of copies that are alike but for the signature, the one that is stored is this report's.
    better.signature.assign(256, 1);
    add(better);
    EXPECT_EQ(
        text("SELECT substr(hex(signature), 1, 2) FROM report_signature JOIN report USING (report_id) WHERE "
             "first_observation_s = 1500000000"),
        "01");
}

TEST_F(ReportStoreTest, BetterCopyGivesAllThatCopiesDifferIn) {
    model::Report local = kReport;
    local.ip = "10.0.0.1";
    local.verified = false;
    add(local);
    model::Report better = kReport;
    better.from = "203.0.113.7:1";
    better.to = "server:2";
    better.packet_ns = {11, 12, 13, 14};
    better.public_key = {7};
    better.key_digest = sha256(better.public_key);
    add(better);
    EXPECT_EQ(text("SELECT ip || ' ' || from_text || ' ' || to_text || ' ' || packet_initial_ns || ' ' || "
                   "packet_reception_ns || ' '"
                   " || packet_sent_ns || ' ' || packet_final_ns || ' ' || verified || ' ' || hex(public_key)"
                   " FROM report JOIN client_key USING (client_key_id)"),
              "203.0.113.7 203.0.113.7:1 server:2 11 12 13 14 1 07");
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
    auto observations = *rc::gen::nonEmpty(rc::gen::container<std::vector<model::Observation>>(observation));
    this->temporary_.database().execute(
        "DELETE FROM observation; DELETE FROM unprocessed_report; DELETE FROM report_signature; "
        "DELETE FROM report");
    const AddedReport added = add(report_of(observations));
    RC_ASSERT(stored() == observations);
    std::erase_if(observations, [](const model::Observation& o) { return o.type != 'S'; });
    RC_ASSERT(short_probes(added.report_id) == observations);
}

}  // namespace
}  // namespace tixdb::store
