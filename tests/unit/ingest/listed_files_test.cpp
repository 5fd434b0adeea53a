// SPDX-License-Identifier: MIT
// --files-from: only these, and nothing outside of the reports folder.
#include <gtest/gtest.h>

#include <cerrno>

#include "ingest/listed_path.hpp"
#include "store/forget_store.hpp"
#include "support/failing_calls.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;

PathSource list(std::vector<std::string> paths) {
    return [paths = std::move(paths), at = std::size_t{0}]() mutable -> std::optional<std::string> {
        if (at == paths.size()) return std::nullopt;
        return paths[at++];
    };
}

class ListedFilesTest : public testing::Test, protected test::IngestFixture {};

TEST_F(ListedFilesTest, OnlyListedFilesAreTaken) {
    const auto first = ReportBuilder(kFirstS, 1).write(base(), "a.json");
    ReportBuilder(kFirstS + 60, 1).write(base(), "b.json");
    ReportBuilder(kFirstS + 120, 1).write(base(), "c.json");
    ReportBuilder(kFirstS, 1).of({4, 1}).write(base(), "d.json");
    options.listed = list({"./3/5/c.json", "4/1/d.json", first.string(), "3/5/c.json", ""});
    const IngestCounts listed = ingest();
    EXPECT_EQ(listed.stored, 3);
    EXPECT_EQ(listed.known, 0) << "a file that is named twice is one";
    EXPECT_EQ(messages.str(), "");
    EXPECT_EQ(number("SELECT count(*) FROM source_folder"), 0)
        << "a folder was not listed, yet kept as listed";
    options.listed = nullptr;
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.known, 3);
}

TEST_F(ListedFilesTest, ForgottenInstallationsAndThoseOfOtherShardsAreLeftAlone) {
    ReportBuilder(kFirstS, 1).write(base(), "a.json");
    ReportBuilder(kFirstS, 1).of({4, 1}).write(base(), "b.json");
    store::ForgetStore(temporary.database()).remember({3, 5}, 0);
    options.shard = model::Shard{0, 2};
    if (options.shard->holds({4, 1})) options.shard->index = 1;
    for (const bool is_listed : {true, false}) {
        options.listed = is_listed ? list({"3/5/a.json", "4/1/b.json"}) : PathSource();
        const IngestCounts counts = ingest();
        EXPECT_EQ(counts.stored, 0) << is_listed;
        const int others = options.shard->holds({3, 5}) ? 1 : 2;
        EXPECT_EQ(counts.other_shards, others) << is_listed;
        EXPECT_EQ(counts.forgotten, 2 - others) << is_listed;
    }
    options.shard.reset();
    options.listed = list({"3/5/a.json", "4/1/b.json"});
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.forgotten, 1);
    EXPECT_EQ(number("SELECT user_id FROM report"), 4);
}

TEST_F(ListedFilesTest, KnownAndRefusedOnesAreCounted) {
    ReportBuilder(kFirstS, 1).write(base(), "a.json");
    test::write_file(folder() / "b.json", "x", kFirstS);
    ASSERT_EQ(ingest().stored, 1);
    options.listed = list({"3/5/a.json", "3/5/b.json"});
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.known, 1);
    EXPECT_EQ(counts.rejected_known, 1);
}

TEST_F(ListedFilesTest, FolderIsNoLongerRefusedOnceAFileOfItCouldBeRead) {
    ReportBuilder(kFirstS, 1).write(base(), "a.json");
    for (const char* refused : {"5", "3"}) {
        options.listed = nullptr;
        {
            const test::FailingCalls failing(test::Call::open, EACCES, refused);
            EXPECT_EQ(ingest().rejected, 1);
        }
        ASSERT_EQ(number("SELECT count(*) FROM v_gap WHERE reason = 'unreadable_folder'"), 1) << refused;
        options.listed = list({"3/5/a.json"});
        static_cast<void>(ingest());
        EXPECT_EQ(number("SELECT count(*) FROM v_gap WHERE reason = 'unreadable_folder'"), 0) << refused;
    }
}

TEST_F(ListedFilesTest, WhatIsNoReportBelowTheFolderIsSaid) {
    ReportBuilder(kFirstS, 1).write(temporary.folder() / "elsewhere", "a.json");
    options.listed =
        list({"3/5/x\ny.txt", "3/5/a.txt", "../elsewhere/3/5/a.json", "/etc/passwd", "3/5/a.json/b.json",
              "3/5/../../../elsewhere/3/5/a.json", (temporary.folder() / "elsewhere/3/5/a.json").string()});
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 0);
    EXPECT_EQ(counts.ignored, 7);
    EXPECT_NE(
        messages.str().find("3/5/x\\ny.txt is no <user>/<installation>/*.json below the reports folder"),
        std::string::npos);
    EXPECT_NE(messages.str().find("and 2 more: not a report below the reports folder"), std::string::npos);
}

TEST_F(ListedFilesTest, MissingFileIsSaid) {
    ReportBuilder(kFirstS, 1).write(base(), "a.json");
    options.listed = list({"3/5/a.json", "3/5/b.json", "9/9/c.json"});
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_NE(messages.str().find("cannot look at 3/5/b.json: No such file or directory"), std::string::npos);
    EXPECT_NE(messages.str().find("cannot list 9/9: No such file or directory"), std::string::npos);
}

TEST_F(ListedFilesTest, LinksAreNotFollowed) {
    ReportBuilder(kFirstS, 1).of({4, 5}).write(temporary.folder() / "elsewhere", "a.json");
    std::filesystem::create_directory_symlink(temporary.folder() / "elsewhere/4", base() / "4");
    options.listed = list({"4/5/a.json"});
    EXPECT_EQ(ingest().stored, 0);
}

TEST_F(ListedFilesTest, BaseBehindALinkIsMeantByBothItsNames) {
    const auto path = ReportBuilder(kFirstS, 1).write(base(), "a.json");
    std::filesystem::create_directory_symlink(base(), temporary.folder() / "link");
    const auto link = temporary.folder() / "link";
    const ListedFile expected{{3, 5}, "a.json"};
    EXPECT_EQ(listed_file(link, path.string()), expected);
    EXPECT_EQ(listed_file(link, (link / "3/5/a.json").string()), expected);
    EXPECT_EQ(listed_file(base(), (base() / "3//5/./a.json").string()), expected);
    EXPECT_EQ(listed_file(base(), std::string("3/5/a.json\0x", 12)), std::nullopt);
}

}  // namespace
}  // namespace tixdb::ingest
