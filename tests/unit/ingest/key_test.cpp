// SPDX-License-Identifier: MIT
// Which key an installation is pinned to, and what that keeps out.
#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "ingest/key_pinning.hpp"
#include "store/client_key_store.hpp"
#include "store/installation_store.hpp"
#include "support/ingest_fixture.hpp"

namespace tixdb::ingest {
namespace {

using test::kFirstS;
using test::ReportBuilder;

class KeyTest : public testing::Test, protected test::IngestFixture {
  protected:
    static model::Digest digest(int key) { return sha256(test::public_key_of(key)); }
    std::string pinned() {
        return text("SELECT lower(hex(digest)) FROM installation JOIN client_key USING (client_key_id)");
    }
    void trust(int key) {
        store::Transaction transaction(temporary.database());
        const auto id = store::ClientKeyStore(temporary.database()).find(digest(key)).value();
        store::InstallationStore(temporary.database()).change_key({3, 5}, id, clock.now_ms(), 1);
        transaction.commit();
    }
};

TEST_F(KeyTest, FirstVerifiedReportPins) {
    ReportBuilder(kFirstS, 1).field("signature", "\"AAAA\"").key(1).write(base());
    ReportBuilder(kFirstS + 60, 1).key(0).write(base());
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.rejected, 1);
    EXPECT_EQ(pinned(), hex(digest(0)));
}

TEST_F(KeyTest, OtherKeyIsRefusedInTheSameRunAndLater) {
    ReportBuilder(kFirstS, 1).key(0).write(base());
    ReportBuilder(kFirstS + 60, 1).key(1).write(base());
    EXPECT_EQ(ingest().reasons.at("key_changed"), 1);
    EXPECT_EQ(detail(), "key " + hex(digest(1)));
    ReportBuilder(kFirstS + 120, 1).key(1).write(base());
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.reasons.at("key_changed"), 1);
    EXPECT_EQ(counts.rejected_known, 1);
    EXPECT_EQ(number("SELECT count(*) FROM report"), 1);
}

TEST_F(KeyTest, FirstIsByTimeNotByName) {
    ReportBuilder(kFirstS + 60, 1).key(1).write(base(), "1.json");
    ReportBuilder(kFirstS, 1).key(0).write(base(), "2.json");
    ASSERT_EQ(ingest().stored, 1);
    EXPECT_EQ(pinned(), hex(digest(0)));
}

TEST_F(KeyTest, FirstIsByTimeAlsoAmongMoreFilesThanOneBatchTakes) {
    const std::string padding = '"' + std::string(1'000'000, ' ') + '"';
    for (int i = 0; i < 5; ++i) {
        ReportBuilder(kFirstS + 60 * (5 - i), 1)
            .key(i == 4 ? 0 : 1)
            .field("note", padding)
            .write(base(), std::to_string(i) + ".json");
    }
    // The very first in time, but it does not verify.
    ReportBuilder(kFirstS, 1).key(2).field("signature", "\"AAAA\"").write(base(), "9.json");
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.reasons.at("key_changed"), 4);
    EXPECT_EQ(counts.reasons.at("bad_signature"), 1);
    EXPECT_EQ(pinned(), hex(digest(0)));
}

TEST_F(KeyTest, FirstIsByTimeAlsoAmongManyFilesThatWereRefusedBefore) {
    for (int i = 0; i < 600; ++i) {
        test::write_file(folder() / ("m" + std::to_string(i) + ".json"), "no report", kFirstS);
    }
    ASSERT_EQ(ingest().rejected, 600);
    // By name the first and the last, so that they come in different batches.
    ReportBuilder(kFirstS + 60, 1).key(1).write(base(), "a.json");
    ReportBuilder(kFirstS, 1).key(0).write(base(), "z.json");
    ASSERT_EQ(ingest().stored, 1);
    EXPECT_EQ(pinned(), hex(digest(0)));
}

// As where the list of a run names a folder in two places, and its files of the second come in several
// batches.
TEST_F(KeyTest, PinnedKeyStaysWhateverComesLater) {
    KeyPinning pinning(digest(0));
    pinning.consider({kFirstS - 60, {}, digest(1)});
    ParsedFile file;
    file.outcome = Outcome::report;
    file.report.verified = true;
    file.report.key_digest = digest(1);
    EXPECT_FALSE(pinning.pins(file.report));
    pinning.judge(file);
    EXPECT_EQ(file.outcome, Outcome::refused);
    EXPECT_EQ(file.reject.reason, Reason::key_changed);
}

TEST_F(KeyTest, InstallationsHaveTheirOwnKeys) {
    ReportBuilder(kFirstS, 1).key(0).write(base());
    ReportBuilder(kFirstS, 1).key(1).of({3, 6}).write(base());
    EXPECT_EQ(ingest().stored, 2);
}

TEST_F(KeyTest, TrustedKeyLetsItsFilesInAndKeepsTheFormerOut) {
    ReportBuilder(kFirstS, 1).key(0).write(base());
    ReportBuilder(kFirstS + 60, 1).key(1).write(base());
    ReportBuilder(kFirstS + 120, 1).key(2).write(base());
    test::set_mtime(folder(), kFirstS + 7200);
    ASSERT_EQ(ingest().rejected, 2);
    trust(1);
    const IngestCounts counts = ingest();
    EXPECT_EQ(counts.stored, 1);
    EXPECT_EQ(counts.rejected, 0);
    EXPECT_EQ(counts.rejected_known, 1);
    EXPECT_EQ(detail(), "key " + hex(digest(2)));
    ReportBuilder(kFirstS + 180, 1).key(0).write(base());
    test::set_mtime(folder(), kFirstS + 7201);
    EXPECT_EQ(ingest().reasons.at("key_changed"), 1);
}

TEST_F(KeyTest, ChangeOfKeyIsKept) {
    ReportBuilder(kFirstS, 1).key(0).write(base());
    ReportBuilder(kFirstS + 60, 1).key(1).write(base());
    static_cast<void>(ingest());
    trust(1);
    EXPECT_EQ(text("SELECT lower(hex(a.digest)) || ' ' || lower(hex(b.digest)) FROM key_change"
                   " JOIN client_key AS a ON a.client_key_id = old_client_key_id"
                   " JOIN client_key AS b ON b.client_key_id = new_client_key_id"),
              hex(digest(0)) + " " + hex(digest(1)));
}

TEST_F(KeyTest, WithoutVerificationOtherKeysComeInAndThePinStays) {
    ReportBuilder(kFirstS, 1).key(0).write(base());
    ReportBuilder(kFirstS + 60, 1).key(1).write(base());
    ASSERT_EQ(ingest().stored, 1);
    options.parse.verify_signatures = false;
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(pinned(), hex(digest(0)));
}

TEST_F(KeyTest, UnverifiedReportsDoNotPin) {
    options.parse.verify_signatures = false;
    ReportBuilder(kFirstS, 1).key(1).write(base());
    ASSERT_EQ(ingest().stored, 1);
    options.parse.verify_signatures = true;
    ReportBuilder(kFirstS + 60, 1).key(0).write(base());
    EXPECT_EQ(ingest().stored, 1);
    EXPECT_EQ(pinned(), hex(digest(0)));
}

}  // namespace
}  // namespace tixdb::ingest
