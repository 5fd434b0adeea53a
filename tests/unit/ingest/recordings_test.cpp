// SPDX-License-Identifier: MIT
// The recordings of real clients, where they are: every report is taken, every signature holds.
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/ingest_fixture.hpp"
#include "support/source_tree.hpp"

namespace tixdb::ingest {
namespace {

std::filesystem::path recordings() {
    if (const char* named = std::getenv("TIXDB_RECORDINGS")) return named;
    return test::source_folder() / "../shared/data";
}

TEST(Recordings, EveryReportIsTaken) {
    const auto archive = recordings() / "experiments/1b/reports.tar.gz";
    if (!std::filesystem::exists(archive)) GTEST_SKIP() << archive << " is not here";
    test::IngestFixture fixture;
    const std::string command =
        "tar -xzf '" + archive.string() + "' -C '" + fixture.temporary.folder().path().string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    fixture.clock.set_ms(1'600'000'000'000);
    const IngestCounts counts = fixture.ingest();
    EXPECT_EQ(counts.stored, 145);
    EXPECT_EQ(counts.observations, 8649);
    EXPECT_EQ(counts.rejected, 0);
    EXPECT_EQ(fixture.number("SELECT count(*) FROM report WHERE verified"), 145);
}

}  // namespace
}  // namespace tixdb::ingest
