// SPDX-License-Identifier: MIT

#include "base/log.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tixdb {
namespace {

TEST(Log, RepeatedMessageIsCollapsedToACount) {
    std::ostringstream sink;
    Log log(sink, Verbosity::normal, LogFormat::text);
    for (int i = 0; i < 3; ++i) log.warning("disk is slow");
    log.flush();
    EXPECT_EQ(sink.str(),
              "tixdb: warning: disk is slow\ntixdb: warning: repeated 2 more times: disk is slow\n");
}

TEST(Log, MessageThatCameTwiceIsToldOnceMore) {
    std::ostringstream out;
    Log log(out, Verbosity::normal, LogFormat::text);
    for (int i = 0; i < 2; ++i) log.warning("disk is slow");
    log.warning("disk is full");
    log.flush();
    EXPECT_EQ(out.str(),
              "tixdb: warning: disk is slow\ntixdb: warning: disk is full\n"
              "tixdb: warning: repeated 1 more time: disk is slow\n");
}

TEST(Log, MessageOfAnEarlierRunIsSaidAgain) {
    std::ostringstream sink;
    Log log(sink, Verbosity::normal, LogFormat::json);
    log.warning("disk is slow");
    log.flush();
    log.warning("disk is slow");
    log.flush();
    const std::string line = "{\"level\":\"warning\",\"message\":\"disk is slow\"}\n";
    EXPECT_EQ(sink.str(), line + line);
}

TEST(Log, ErrorsAreNeverCollapsed) {
    std::ostringstream sink;
    Log log(sink, Verbosity::quiet, LogFormat::json);
    for (int i = 0; i < 3; ++i) {
        log.error("no connection");
        log.flush();
        log.error("no connection");
    }
    const std::string line = "{\"level\":\"error\",\"message\":\"no connection\"}\n";
    EXPECT_EQ(sink.str(), line + line + line + line + line + line);
}

TEST(Log, QuietShowsErrorsOnly) {
    std::ostringstream sink;
    Log log(sink, Verbosity::quiet, LogFormat::text);
    log.warning("w");
    log.summary("s");
    log.detail("d");
    log.error("e");
    log.flush();
    EXPECT_EQ(sink.str(), "tixdb: error: e\n");
}

TEST(Log, LineForATerminalIsTakenAwayByWhatComesNext) {
    std::ostringstream sink;
    Log log(sink, Verbosity::normal, LogFormat::text);
    log.show_line("1 of 2");
    log.show_line("2 of 2");
    log.warning("w");
    log.clear_line();
    EXPECT_EQ(sink.str(), "1 of 2\r\x1b[K2 of 2\r\x1b[Ktixdb: warning: w\n");
    log.show_line("3");
    log.clear_line();
    EXPECT_TRUE(sink.str().ends_with("3\r\x1b[K")) << sink.str();
}

// The numbers of syslog.h: journald takes them off and shows errors as errors.
TEST(Log, LinesForTheJournalBeginWithTheirPriority) {
    std::ostringstream sink;
    Log log(sink, Verbosity::verbose, LogFormat::text);
    log.prioritise();
    log.error("no room");
    log.warning("disk is slow");
    log.summary("done");
    log.detail("looked");
    EXPECT_EQ(
        sink.str(),
        "<3>tixdb: error: no room\n<4>tixdb: warning: disk is slow\n<6>tixdb: done\n<7>tixdb: looked\n");
}

TEST(Log, JsonIsOneObjectALine) {
    std::ostringstream sink;
    Log log(sink, Verbosity::verbose, LogFormat::json);
    log.error("a \"b\"\n");
    log.detail("d");
    EXPECT_EQ(sink.str(),
              "{\"level\":\"error\",\"message\":\"a "
              "\\\"b\\\"\\u000a\"}\n{\"level\":\"debug\",\"message\":\"d\"}\n");
}

}  // namespace
}  // namespace tixdb
