// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <new>
#include <string>

#include "ingest/fast_json_fields.hpp"
#include "support/report_builder.hpp"
#include "unit/memory/failing_new.hpp"

namespace tixdb::ingest {
namespace {

// simdjson leaves a parser that was short of memory in a state in which the next file ends the process.
TEST(JsonMemory, WhicheverAllocationFailsAReportIsReadOrThereIsNoMemory) {
    const std::string report = test::ReportBuilder(1'500'000'000, 60).json();
    bool has_failed = true;
    long failing = 0;
    while (has_failed) {
        SCOPED_TRACE(++failing);
        FastJsonFields fields;
        bool is_out_of_memory = false;
        bool is_read = false;
        test::fail_new(failing);
        try {
            is_read = fields.read(report);
        } catch (const std::bad_alloc&) {
            is_out_of_memory = true;
        }
        has_failed = test::end_failing_new();
        EXPECT_NE(is_read, is_out_of_memory);
        EXPECT_EQ(is_out_of_memory, has_failed);
        if (is_read) {
            EXPECT_TRUE(fields.read(report));
        }
    }
    EXPECT_GT(failing, 4) << "a parser takes so many at least";
}

}  // namespace
}  // namespace tixdb::ingest
