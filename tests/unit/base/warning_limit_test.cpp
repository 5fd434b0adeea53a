// SPDX-License-Identifier: MIT

#include "base/warning_limit.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace tixdb {
namespace {

std::string written(Verbosity verbosity, int count) {
    std::ostringstream sink;
    Log log(sink, verbosity, LogFormat::text);
    WarningLimit warnings(log);
    warnings.warn("something else", "one of another kind");
    for (int i = 0; i < count; ++i) warnings.warn("cannot list a folder", "no " + std::to_string(i));
    warnings.flush();
    warnings.flush();
    return sink.str();
}

TEST(WarningLimit, FiveLinesPerKindAndThenTheirNumber) {
    EXPECT_EQ(written(Verbosity::normal, 5),
              "tixdb: warning: one of another kind\n"
              "tixdb: warning: no 0\ntixdb: warning: no 1\ntixdb: warning: no 2\ntixdb: warning: no 3\n"
              "tixdb: warning: no 4\n");
    EXPECT_EQ(written(Verbosity::normal, 200),
              "tixdb: warning: one of another kind\n"
              "tixdb: warning: no 0\ntixdb: warning: no 1\ntixdb: warning: no 2\ntixdb: warning: no 3\n"
              "tixdb: warning: no 4\ntixdb: warning: and 195 more: cannot list a folder\n");
}

TEST(WarningLimit, VerboseNamesAllAndQuietNone) {
    const std::string all = written(Verbosity::verbose, 8);
    EXPECT_NE(all.find("no 7\n"), std::string::npos) << all;
    EXPECT_EQ(all.find("more"), std::string::npos) << all;
    EXPECT_EQ(written(Verbosity::quiet, 8), "");
}

}  // namespace
}  // namespace tixdb
