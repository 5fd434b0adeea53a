// SPDX-License-Identifier: MIT
// Every reason for which a file is refused, met by a whole ingest.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <stdexcept>

#include "ingest/report_tree.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;

// Root can read everything: as somebody else, to whom the folder is given, it cannot.
class AsSomebodyElse {
  public:
    explicit AsSomebodyElse(const std::filesystem::path& folder) {
        if (!was_root_) return;
        give(folder);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) give(entry.path());
        if (seteuid(kSomebody) != 0) throw std::runtime_error("cannot become somebody else");
    }
    ~AsSomebodyElse() {
        if (was_root_) static_cast<void>(seteuid(0));
    }
    AsSomebodyElse(const AsSomebodyElse&) = delete;
    AsSomebodyElse& operator=(const AsSomebodyElse&) = delete;

  private:
    static constexpr uid_t kSomebody = 54321;
    static void give(const std::filesystem::path& path) {
        if (lchown(path.c_str(), kSomebody, static_cast<gid_t>(-1)) != 0)
            throw std::runtime_error(path.string());
    }
    const bool was_root_ = geteuid() == 0;
};

class RefusalTest : public testing::Test, protected test::IngestFixture {
  protected:
    RefusalTest() { std::filesystem::create_directories(folder()); }

    // Of the one file there is: "reason: detail". It stays, is known the next time, and nothing else happens.
    std::string refusal() {
        const IngestCounts counts = ingest();
        EXPECT_EQ(counts.rejected, 1);
        EXPECT_EQ(counts.stored, 0);
        const std::string first_message = messages.str();
        const std::string said = reason() + ": " + detail();
        EXPECT_NE(first_message.find(said), std::string::npos) << first_message;
        EXPECT_EQ(std::count(first_message.begin(), first_message.end(), '\n'), 1);
        const IngestCounts again = ingest();
        EXPECT_EQ(again.rejected, 0);
        EXPECT_EQ(again.rejected_known, 1);
        EXPECT_EQ(messages.str(), "");
        EXPECT_EQ(number("SELECT count(*) FROM report"), 0);
        EXPECT_EQ(entries(), 1) << "it is left where it is";
        return said;
    }
    [[nodiscard]] std::ptrdiff_t entries() const {
        return std::distance(std::filesystem::directory_iterator(folder()), {});
    }
    std::string refusal_of(const ReportBuilder& builder) {
        builder.write(base(), "a.json");
        return refusal();
    }
    static ReportBuilder with(const std::function<void(model::Observation&)>& change) {
        auto observations = test::steady_observations(kFirstS, 2);
        change(observations[1]);
        return ReportBuilder(observations);
    }
};

TEST_F(RefusalTest, LinkEvenToAGoodReport) {
    ReportBuilder(kFirstS, 1).write(temporary.folder() / "elsewhere", "a.json");
    std::filesystem::create_symlink(temporary.folder() / "elsewhere/3/5/a.json", folder() / "a.json");
    EXPECT_EQ(refusal(), "not_regular_file: a symbolic link");
}

TEST_F(RefusalTest, DanglingLink) {
    std::filesystem::create_symlink("nowhere", folder() / "a.json");
    EXPECT_EQ(refusal(), "not_regular_file: a symbolic link");
}

TEST_F(RefusalTest, PipeThatNobodyWrites) {
    ASSERT_EQ(mkfifo((folder() / "a.json").c_str(), 0600), 0);
    EXPECT_EQ(refusal(), "not_regular_file: a pipe");
}

TEST_F(RefusalTest, Socket) {
    const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = folder() / "a.json";
    ASSERT_LT(path.size(), sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size());
    ASSERT_EQ(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(refusal(), "not_regular_file: a socket");
    close(descriptor);
}

TEST_F(RefusalTest, LargerThan16MiB) {
    test::write_file(folder() / "a.json", "", kFirstS);
    std::filesystem::resize_file(folder() / "a.json", 16 * 1024 * 1024 + 1);
    EXPECT_EQ(refusal(), "too_large: 16777217 bytes, over 16777216");
}

TEST_F(RefusalTest, UnreadableUntilItCanBeRead) {
    const auto path = ReportBuilder(kFirstS, 1).write(base(), "a.json");
    const AsSomebodyElse somebody(temporary.folder().path());
    ASSERT_EQ(chmod(path.c_str(), 0), 0);
    EXPECT_EQ(refusal(), "unreadable: Permission denied");
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(RefusalTest, NameThatIsNotUtf8) {
    ReportBuilder(kFirstS, 1).write(base(), "a\xff\x1b[2J\n.json");
    EXPECT_EQ(refusal(), "bad_name: the name is not UTF-8");
    EXPECT_EQ(text("SELECT path FROM rejected"), "3/5/a\\xff\\x1b[2J\\n.json");
}

TEST_F(RefusalTest, HostileNameIsEscapedInAllOutput) {
    test::write_file(folder() / "a\nb\x1b[2J\xe2\x80\xae.json", "x", kFirstS);
    EXPECT_EQ(refusal(), "not_json: at byte 1");
    EXPECT_EQ(text("SELECT path FROM rejected"), "3/5/a\\nb\\x1b[2J\\xe2\\x80\\xae.json");
}

TEST_F(RefusalTest, HostileNameOfAGoodReportIsNoReason) {
    ReportBuilder(kFirstS, 1).write(base(), "a\nb\x1b[2J'\".json");
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(ingest().known, 1);
    EXPECT_EQ(text("SELECT name FROM source_file"), "a\nb\x1b[2J'\".json");
}

TEST_F(RefusalTest, EmptyFile) {
    test::write_file(folder() / "a.json", "", kFirstS);
    EXPECT_EQ(refusal(), "not_json: at byte 1");
}

TEST_F(RefusalTest, NotAnObject) {
    test::write_file(folder() / "a.json", "[]", kFirstS);
    EXPECT_EQ(refusal(), "not_object: the file holds another JSON value");
}

TEST_F(RefusalTest, MissingField) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).without("signature")), "missing_field: signature");
}

TEST_F(RefusalTest, DoubleField) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).again("from", "\"203.0.113.7:1\"")),
              "duplicate_field: from");
}

TEST_F(RefusalTest, WrongType) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).field("userId", "\"3\"")), "wrong_type: userId is a text");
}

TEST_F(RefusalTest, WrongInstallation) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).field("installationId", "6")),
              "wrong_installation: the content names 3/6");
}

TEST_F(RefusalTest, BadBase64) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).field("message", "\"A\"")), "bad_base64: message");
}

TEST_F(RefusalTest, BadLength) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).message(std::vector<std::uint8_t>(50))),
              "bad_length: message has 50 bytes, not a multiple of 45");
}

TEST_F(RefusalTest, BadAddress) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).from("example.org:4500")),
              "bad_address: from is \"example.org:4500\"");
}

TEST_F(RefusalTest, BadKey) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).field("publicKey", "\"AAAA\"")),
              "bad_key: publicKey is no X.509 SubjectPublicKeyInfo");
}

TEST_F(RefusalTest, BadSignature) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).field("signature", "\"AAAA\"")),
              "bad_signature: signature is not that of message by publicKey");
}

TEST_F(RefusalTest, BadObservationType) {
    EXPECT_EQ(refusal_of(with([](auto& o) { o.type = 'x'; })),
              "bad_observation_type: observation 1 at byte 45 of message: type \"x\" instead of S or L");
}

TEST_F(RefusalTest, BadPacketSize) {
    EXPECT_EQ(refusal_of(with([](auto& o) { o.packet_size = 70'000; })),
              "bad_packet_size: observation 1 at byte 45 of message: 70000 bytes");
}

TEST_F(RefusalTest, ClockRange) {
    EXPECT_EQ(refusal_of(with([](auto& o) { o.sent_ns = -864'000'000'000'001; })),
              "clock_range: observation 1 at byte 45 of message: t3 = -864000000000001 ns is over 10 days");
}

TEST_F(RefusalTest, OldClock) {
    with([](auto& o) { o.day_timestamp_s = 5; }).write(base(), "a.json", kFirstS);
    EXPECT_EQ(refusal(), "old_clock: observation 1 at byte 45 of message: day_timestamp 5 is before 2010");
}

TEST_F(RefusalTest, FutureClock) {
    with([](auto& o) { o.day_timestamp_s = kFirstS + 3601; }).write(base(), "a.json", kFirstS);
    EXPECT_EQ(refusal(),
              "future_clock: observation 1 at byte 45 of message: day_timestamp 1500003601 is after "
              "1500003600, the latest that this file can hold; the file is dated 2017-07-14T02:40:00Z");
}

TEST_F(RefusalTest, FileDateBeforeItsObservationsIsWhatIsNamed) {
    ReportBuilder(kFirstS, 2).write(base(), "a.json", 0);
    EXPECT_EQ(
        refusal(),
        "file_date: observation 0 at byte 0 of message: day_timestamp 1500000000 is after 3600, the latest "
        "that this file can hold; the file is dated 1970-01-01T00:00:00Z");
    test::set_mtime(folder() / "a.json", kFirstS);
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(RefusalTest, DateOfAFileIsWrongWhereItIsBefore2010) {
    constexpr std::int64_t k2010_s = 1'262'304'000;
    const auto path = ReportBuilder(kFirstS, 2).write(base(), "a.json", k2010_s - 1);
    EXPECT_EQ(refusal().substr(0, 10), "file_date:");
    test::set_mtime(path, k2010_s);
    EXPECT_EQ(refusal().substr(0, 13), "future_clock:");
}

TEST_F(RefusalTest, FileFromTheFutureOfThisClockSaysSo) {
    const std::int64_t later_s = kFirstS + 10 * 86'400;
    with([&](auto& o) { o.day_timestamp_s = later_s + 4000; }).write(base(), "a.json", later_s);
    EXPECT_NE(refusal().find(
                  "the file is dated 2017-07-24T02:40:00Z, this machine's clock says 2017-07-15T02:40:00Z"),
              std::string::npos);
}

// By an hour clocks may differ.
TEST_F(RefusalTest, ClockOfThisMachineIsNamedOnlyIfTheFileIsBeyondTheToleranceAhead) {
    for (const std::int64_t ahead_s : {3600, 3601}) {
        const std::int64_t dated_s = clock.now_s() + ahead_s;
        with([&](auto& o) { o.day_timestamp_s = dated_s + 3601; }).write(base(), "a.json", dated_s);
        ASSERT_EQ(ingest().rejected, 1);
        EXPECT_EQ(detail().find("this machine's clock says") != std::string::npos, ahead_s > 3600)
            << detail();
    }
}

TEST_F(RefusalTest, AddressesLongerThanAnyAre) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).to(std::string(257, 'x'))),
              "bad_address: to has 257 bytes, over 256");
}

TEST_F(RefusalTest, LongAddressIsShownInItsFirstSixtyBytes) {
    EXPECT_EQ(refusal_of(ReportBuilder(kFirstS, 1).from(std::string(61, 'x'))),
              "bad_address: from is \"" + std::string(60, 'x') + "…\"");
}

TEST_F(RefusalTest, AddressOfAsManyBytesAsAnyHasIsNoReason) {
    ReportBuilder(kFirstS, 1).to(std::string(256, 'x')).write(base());
    EXPECT_EQ(ingest().stored, 1);
}

TEST_F(RefusalTest, WhatBeginsBeforeTheTimeThatIsPrunedUnlessItIsKnown) {
    ReportBuilder(kFirstS, 1).write(base());
    ASSERT_EQ(ingest().stored, 1);
    temporary.database().execute(fmt::format("UPDATE installation SET pruned_before_s = {}", kFirstS + 120));
    ReportBuilder(kFirstS, 1).write(base(), "copy.json");
    ReportBuilder(kFirstS + 119, 1).write(base());
    ReportBuilder(kFirstS + 120, 1).write(base());
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.known, 2);
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.rejected, 1);
    EXPECT_EQ(number("SELECT max(first_observation_s) FROM report"), kFirstS + 120);
    EXPECT_EQ(reason(), "older_than_retention");
}

TEST_F(RefusalTest, FiveLinesPerReasonAndThenTheirNumber) {
    for (int i = 0; i < 12; ++i) ReportBuilder(kFirstS + i, 1).field("userId", "9").write(base());
    for (int i = 0; i < 2; ++i)
        test::write_file(folder() / ("x" + std::to_string(i) + ".json"), "{", kFirstS);
    EXPECT_EQ(ingest().rejected, 14);
    const std::string said = messages.str();
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 5 + 1 + 2) << said;
    EXPECT_NE(said.find("and 7 more: rejected as wrong_installation\n"), std::string::npos) << said;
}

TEST_F(RefusalTest, FoldersThatCannotBeReadUntilTheyCan) {
    ReportBuilder(kFirstS, 1).of({3, 5}).write(base());
    ReportBuilder(kFirstS, 1).of({4, 1}).write(base());
    ReportBuilder(kFirstS, 1).of({6, 1}).write(base());
    const AsSomebodyElse somebody(temporary.folder().path());
    ASSERT_EQ(chmod((base() / "3/5").c_str(), 0), 0);
    ASSERT_EQ(chmod((base() / "4").c_str(), 0300), 0);
    const IngestCounts first = ingest();
    EXPECT_EQ(first.stored, 1);
    EXPECT_EQ(first.rejected, 2);
    EXPECT_EQ(first.reasons.at("unreadable_folder"), 2);
    EXPECT_EQ(
        text(
            "SELECT group_concat(path || ' ' || reason, ', ') FROM (SELECT * FROM v_rejected ORDER BY path)"),
        "3/5/ unreadable_folder, 4/ unreadable_folder");
    EXPECT_NE(
        text("SELECT detail FROM rejected WHERE path = '4/'").find("Permission denied; owned by 54321:"),
        std::string::npos);
    EXPECT_NE(text("SELECT detail FROM rejected WHERE path = '4/'").find("mode 0300"), std::string::npos);
    EXPECT_EQ(number("SELECT count(*) FROM v_gap WHERE reason = 'unreadable_folder' AND user_id = 3"
                     " AND installation_id = 5"),
              1);
    EXPECT_EQ(number("SELECT count(*) FROM v_gap WHERE reason = 'unreadable_folder' AND user_id = 4"
                     " AND installation_id IS NULL"),
              1);
    const IngestCounts second = ingest();
    EXPECT_EQ(second.rejected, 0);
    EXPECT_EQ(second.rejected_known, 2);
    ASSERT_EQ(chmod((base() / "3/5").c_str(), 0700), 0);
    ASSERT_EQ(chmod((base() / "4").c_str(), 0700), 0);
    EXPECT_EQ(ingest().stored, 2);
    EXPECT_EQ(number("SELECT count(*) FROM rejected"), 0);
}

// What check() says of a tree that is not what it has to be.
std::string problem_of_tree(const IngestOptions& options, std::ostringstream& messages) {
    Log log(messages, Verbosity::normal, LogFormat::text);
    try {
        check(options, log);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::configuration) << error.what();
        return std::string(error.what()) + "; " + error.hint();
    }
    return messages.str();
}

TEST_F(RefusalTest, TreeWithoutAnyFolderOfReportsIsNamed) {
    std::filesystem::remove_all(base());
    EXPECT_NE(problem_of_tree(options, messages).find("No such file or directory"), std::string::npos);
    std::filesystem::create_directory(base());
    EXPECT_NE(problem_of_tree(options, messages).find("is empty"), std::string::npos);
    // What file systems and programs keep there.
    std::filesystem::create_directory(base() / ".snapshot");
    EXPECT_NE(problem_of_tree(options, messages).find("is empty"), std::string::npos);
    ReportBuilder(kFirstS, 1).write(base());
    options.base = base() / "3";
    EXPECT_NE(problem_of_tree(options, messages)
                  .find("holds no <user>/<installation> folder; name the folder above"),
              std::string::npos);
    options.base = base();
    ReportBuilder(kFirstS, 1).of({4, 1}).write(base());
    const AsSomebodyElse somebody(temporary.folder().path());
    for (const char* user : {"3", "4"}) ASSERT_EQ(chmod((base() / user).c_str(), 0), 0);
    const std::string of_users = problem_of_tree(options, messages);
    EXPECT_NE(of_users.find("(3: Permission denied; owned by 54321:"), std::string::npos) << of_users;
    ASSERT_EQ(chmod(base().c_str(), 0), 0);
    const std::string of_base = problem_of_tree(options, messages);
    EXPECT_NE(of_base.find("cannot list the reports folder"), std::string::npos);
    EXPECT_NE(of_base.find("Permission denied; owned by 54321:"), std::string::npos) << of_base;
    ASSERT_EQ(chmod(base().c_str(), 0700), 0);
    for (const char* user : {"3", "4"}) ASSERT_EQ(chmod((base() / user).c_str(), 0700), 0);
}

TEST_F(RefusalTest, RefusedReportPinsNoKey) {
    with([](auto& o) { o.type = 'x'; }).key(1).write(base(), "a.json");
    ASSERT_EQ(ingest().rejected, 1);
    ReportBuilder(kFirstS + 60, 1).key(0).write(base());
    EXPECT_EQ(ingest().stored, 1);
}

}  // namespace
}  // namespace tixdb::ingest
