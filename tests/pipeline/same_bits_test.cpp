// SPDX-License-Identifier: MIT
// The same reports give the same results to the last bit, whatever else is different.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <set>
#include <sstream>

#include "support/comma_locale.hpp"
#include "support/simulated_fleet.hpp"

namespace tixdb {
namespace {

class SameBits : public testing::Test {
  protected:
    [[nodiscard]] static const test::SimulatedFleet& fleet() {
        static const test::SimulatedFleet made;
        return made;
    }
    [[nodiscard]] static const std::string& expected() {
        static const std::string results = fleet().results(fleet().files(), 1);
        return results;
    }
};

TEST_F(SameBits, ThereIsSomethingToCompare) {
    // An hour of four clients: five windows each, of three methods, and no two results alike.
    std::istringstream lines(expected());
    std::set<std::string> results;
    int queued = 0;
    for (std::string line; std::getline(lines, line);) {
        results.insert(line.substr(line.find('{')));
        if (line.find("\"upUsage\":0.") != std::string::npos) ++queued;
    }
    EXPECT_EQ(results.size(), 60U);
    EXPECT_EQ(queued, 20);
}

TEST_F(SameBits, WithAnyNumberOfThreads) {
    for (const int threads : {2, 5}) EXPECT_EQ(fleet().results(fleet().files(), threads), expected());
}

TEST_F(SameBits, InWhateverOrderTheReportsCome) {
    std::vector<std::filesystem::path> files = fleet().files();
    std::shuffle(files.begin(), files.end(), std::mt19937_64(11));
    EXPECT_EQ(fleet().results(files, 2), expected());
}

TEST_F(SameBits, InALocaleWithDecimalCommas) {
    const std::string without = expected();
    const test::CommaLocale comma;
    EXPECT_EQ(fleet().results(fleet().files(), 2), without);
    if (!comma.is_complete()) GTEST_SKIP() << "localedef made no locale: only C++ streams were tried";
}

TEST_F(SameBits, InEveryTimeZone) {
    const std::string expected_text = expected();
    const char* before = std::getenv("TZ");
    const std::string kept = before == nullptr ? "" : before;
    // Not by name: the zones' files may not be there. UTC-3, and UTC+5:45 with summer time.
    for (const char* zone : {"<-03>3", "<+0545>-5:45<+0645>,M2.1.0,M11.1.0"}) {
        setenv("TZ", zone, 1);
        tzset();
        EXPECT_EQ(fleet().results(fleet().files(), 2), expected_text) << zone;
    }
    before == nullptr ? unsetenv("TZ") : setenv("TZ", kept.c_str(), 1);
    tzset();
}

std::string output_of(const std::string& program) {
    std::string output;
    FILE* pipe = popen(program.c_str(), "r");
    if (pipe == nullptr) return output;
    std::array<char, 4096> buffer{};
    for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        output.append(buffer.data(), count);
    }
    EXPECT_EQ(pclose(pipe), 0) << program;
    return output;
}

TEST_F(SameBits, AtAnotherLevelOfOptimisation) {
    EXPECT_EQ(output_of(TIXDB_OTHER_LEVEL_PROGRAM), expected());
}

}  // namespace
}  // namespace tixdb
