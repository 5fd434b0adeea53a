// SPDX-License-Identifier: MIT

#include <gtest/gtest.h>

#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/enum_names.hpp"
#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "base/threads.hpp"
#include "support/fake_clock.hpp"

namespace tixdb {
namespace {

using namespace std::chrono_literals;

TEST(ParseNumber, TheWholeTextMustBeANumberThatFits) {
    EXPECT_EQ(parse_number<std::int64_t>("-9223372036854775808"), INT64_MIN);
    EXPECT_EQ(parse_number<std::uint16_t>("65535"), 65535);
    EXPECT_EQ(parse_number<double>("0.25"), 0.25);
    EXPECT_EQ(parse_number<std::uint8_t>("a0", 16), 160);
    for (const char* text : {"", " 1", "1 ", "+1", "1x", "9223372036854775808", "0x10"}) {
        EXPECT_EQ(parse_number<std::int64_t>(text), std::nullopt) << text;
    }
    EXPECT_EQ(parse_number<std::uint16_t>("65536"), std::nullopt);
    EXPECT_EQ(parse_number<std::uint16_t>("-1"), std::nullopt);
    EXPECT_EQ(parse_number<std::uint8_t>("g0", 16), std::nullopt);
}

TEST(TakeNumber, LeavesWhatStandsBehindTheNumber) {
    std::string_view text = "12 of 300x";
    EXPECT_EQ(take_number<std::uint8_t>(text), 12);
    EXPECT_EQ(text, " of 300x");
    EXPECT_EQ(take_number<std::uint8_t>(text), std::nullopt);
    EXPECT_EQ(text, " of 300x");
    text.remove_prefix(4);
    EXPECT_EQ(take_number<std::uint8_t>(text), std::nullopt) << "300 does not fit";
    EXPECT_EQ(text, "x");
}

TEST(ParseDecimal, TakesNoExponentAndOnlyFiniteNumbers) {
    EXPECT_EQ(parse_decimal("-0.5"), -0.5);
    for (const char* text : {"", "1e3", "inf", "nan", "+1", "0.5 "}) {
        EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
    }
}

enum class Colour { red, blue, nameless };

constexpr EnumNames<Colour, 2> kColours("colour", {{{Colour::red, "red"}, {Colour::blue, "blue"}}});

TEST(EnumNames, EachNameLeadsToItsValueAndBack) {
    static_assert(kColours.name_of(Colour::blue) == "blue");
    EXPECT_EQ(kColours.find("red"), Colour::red);
    EXPECT_EQ(kColours.require("blue"), Colour::blue);
    EXPECT_EQ(kColours.find("Red"), std::nullopt);
    EXPECT_EQ(kColours.names(), (std::vector<std::string>{"red", "blue"}));
}

TEST(EnumNames, AStoredNameThatIsUnknownIsAnErrorThatShowsItSafely) {
    try {
        (void)kColours.require("gr\ney");
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::failed);
        EXPECT_STREQ(error.what(),
                     "the database holds the colour \"gr\\ney\", which this version does not know");
    }
    EXPECT_THROW((void)kColours.name_of(Colour::nameless), Error);
}

TEST(Digest, IsReadBackFromHexadecimalDigitsOfEitherCase) {
    const auto digest = sha256({});
    const std::string text = hex(digest);
    EXPECT_EQ(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(parse_sha256(text), digest);
    EXPECT_EQ(parse_sha256("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"), digest);
    EXPECT_EQ(parse_sha256(text + "0"), std::nullopt);
    EXPECT_EQ(parse_sha256("-" + text.substr(1)), std::nullopt);
    EXPECT_EQ(parse_sha256("g" + text.substr(1)), std::nullopt);
}

TEST(Plural, NounAndVerbAgreeWithTheCount) {
    EXPECT_EQ(plural(1, "result", "waits", "wait"), "1 result waits");
    EXPECT_EQ(plural(0, "result", "waits", "wait"), "0 results wait");
    EXPECT_EQ(by_count(2, "it", "them"), "them");
}

TEST(Stopwatch, CountsFromItsStart) {
    test::FakeClock clock;
    Stopwatch watch(clock);
    clock.advance(1500ms);
    EXPECT_EQ(watch.elapsed(), 1500ms);
    EXPECT_DOUBLE_EQ(watch.elapsed_s(), 1.5);
    watch.restart();
    EXPECT_EQ(watch.elapsed_ms(), 0ms);
}

TEST(Threads, ZeroMeansAllCoresAndNeverNone) {
    EXPECT_EQ(threads_or_all_cores(3), 3U);
    EXPECT_GE(threads_or_all_cores(0), 1U);
    EXPECT_EQ(threads_or_all_cores(0), threads_or_all_cores(-1));
}

TEST(SystemClock, TimeSinceBootIsInMilliseconds) {
    const auto now_ms = [] {
        timespec up{};
        clock_gettime(CLOCK_BOOTTIME, &up);
        return std::int64_t{up.tv_sec} * 1000 + up.tv_nsec / 1'000'000;
    };
    const SystemClock clock;
    for (int i = 0; i < 5; ++i) {
        const std::int64_t before_ms = now_ms();
        const std::int64_t boot_ms = clock.boot_time().ms;
        EXPECT_GE(boot_ms, before_ms);
        EXPECT_LE(boot_ms, now_ms());
    }
}

}  // namespace
}  // namespace tixdb
