// SPDX-License-Identifier: MIT
// A reports folder, a database, and ingests of the one into the other.
#pragma once

#include <gtest/gtest.h>

#include <sstream>

#include "ingest/ingestor.hpp"
#include "store/run_store.hpp"
#include "support/fake_clock.hpp"
#include "support/report_builder.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::test {

// The clock stands a day after kFirstS, so that files written with their own times are old.
inline constexpr std::int64_t kFirstS = 1'500'000'000;

class IngestFixture {
  public:
    IngestFixture() {
        std::filesystem::create_directories(base());
        options.base = base();
        options.threads = 2;
        clock.set_ms((kFirstS + 86'400) * 1000);
    }

    [[nodiscard]] std::filesystem::path base() const { return temporary.folder() / "reports"; }
    [[nodiscard]] std::filesystem::path folder() const { return base() / "3" / "5"; }

    ingest::IngestCounts ingest() {
        messages.str("");
        Log log(messages, Verbosity::normal, LogFormat::text);
        const std::int64_t run_id =
            store::RunStore(temporary.database()).begin("ingest", "test", clock.now_ms());
        return ingest::ingest(temporary.database(), run_id, options, clock, log);
    }
    [[nodiscard]] std::int64_t number(const std::string& sql) { return temporary.number(sql); }
    [[nodiscard]] std::string text(const std::string& sql) { return temporary.text(sql); }
    // "bad_signature: …" of the one rejected file.
    [[nodiscard]] std::string reason() { return text("SELECT reason FROM rejected"); }
    [[nodiscard]] std::string detail() { return text("SELECT detail FROM rejected"); }

    TemporaryDatabase temporary;
    FakeClock clock;
    ingest::IngestOptions options;
    std::ostringstream messages;
};

}  // namespace tixdb::test
