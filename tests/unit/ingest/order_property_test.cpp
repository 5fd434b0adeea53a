// SPDX-License-Identifier: MIT
// Any split, order or repetition of the same files gives the same stored content.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "support/ingest_fixture.hpp"
#include "support/stored_content.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;

// Signed once: signing is what takes time.
struct MadeFile {
    model::InstallationKey installation;
    std::string json;
};

std::vector<MadeFile> made_files() {
    std::vector<ReportBuilder> builders;
    for (int i = 0; i < 4; ++i) {
        for (const std::int64_t installation : {5, 6}) {
            builders.push_back(ReportBuilder(kFirstS + 60 * i, 1 + i).of({3, installation}));
        }
    }
    // Copies of the second report: saved on the client, and through another server.
    builders.push_back(ReportBuilder(kFirstS + 60, 2).from("192.168.1.9:1"));
    builders.push_back(ReportBuilder(kFirstS + 60, 2).from("203.0.113.7:9999"));
    builders.push_back(ReportBuilder(kFirstS + 60, 2).from("203.0.113.200:1").packet_ns({0, 0, 0, 0}));
    builders.push_back(ReportBuilder(kFirstS + 60, 2).to("other:1"));
    // And refused ones.
    builders.push_back(ReportBuilder(kFirstS + 600, 1).field("signature", "\"AAAA\""));
    builders.push_back(ReportBuilder(kFirstS + 600, 1).field("userId", "9"));
    std::vector<MadeFile> files;
    for (const ReportBuilder& builder : builders) files.push_back({builder.installation(), builder.json()});
    return files;
}

std::string content_after(const std::vector<std::vector<std::size_t>>& runs,
                          const std::vector<MadeFile>& files) {
    test::IngestFixture fixture;
    int name = 0;
    for (const auto& run : runs) {
        for (const std::size_t index : run) {
            const MadeFile& file = files[index];
            const auto folder = fixture.base() / std::to_string(file.installation.user_id) /
                                std::to_string(file.installation.installation_id);
            test::write_file(folder / (std::to_string(name++) + ".json"), file.json, kFirstS + 600);
        }
        static_cast<void>(fixture.ingest());
    }
    return test::stored_reports(fixture.temporary.database());
}

RC_GTEST_PROP(IngestProperty, SplitOrderAndRepetitionDoNotMatter, ()) {
    static const std::vector<MadeFile> kFiles = made_files();
    static const std::string kExpected = [] {
        std::vector<std::size_t> all(kFiles.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
        return content_after({all}, kFiles);
    }();
    std::vector<std::size_t> order(kFiles.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto extra =
        *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, order.size()));
    order.insert(order.end(), extra.begin(),
                 extra.begin() + static_cast<long>(std::min<std::size_t>(extra.size(), 6)));
    for (std::size_t i = order.size() - 1; i > 0; --i) {
        std::swap(order[i], order[*rc::gen::inRange<std::size_t>(0, i + 1)]);
    }
    std::vector<std::vector<std::size_t>> runs(*rc::gen::inRange<std::size_t>(1, 4));
    for (const std::size_t index : order)
        runs[*rc::gen::inRange<std::size_t>(0, runs.size())].push_back(index);
    RC_ASSERT(content_after(runs, kFiles) == kExpected);
}

TEST(Ingest, PublicAddressStandsInPlaceOfThePrivateOne) {
    for (const bool public_first : {true, false}) {
        test::IngestFixture fixture;
        ReportBuilder(kFirstS, 1)
            .from(public_first ? "203.0.113.7:1" : "10.0.0.1:1")
            .write(fixture.base(), "a.json");
        ASSERT_EQ(fixture.ingest().stored, 1);
        ReportBuilder(kFirstS, 1)
            .from(public_first ? "10.0.0.1:1" : "203.0.113.7:1")
            .write(fixture.base(), "b.json");
        ASSERT_EQ(fixture.ingest().known, 2);
        EXPECT_EQ(fixture.text("SELECT ip FROM report"), "203.0.113.7");
    }
}

}  // namespace
}  // namespace tixdb::ingest
