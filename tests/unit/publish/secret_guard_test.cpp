// SPDX-License-Identifier: MIT

#include "publish/secret_guard.hpp"

#include <gtest/gtest.h>

#include "base/base64.hpp"

namespace tixdb::publish::secret_guard {
namespace {

const std::string kPassword = "p&ss \"w\xc3\xb6rd\"/1";

std::string encoded(const std::string& text) {
    return base64_encoded({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

TEST(SecretGuard, SeesThePasswordHoweverItIsEscaped) {
    const SecretGuard guard("admin", kPassword);
    for (const std::string& shown :
         {kPassword, std::string(R"(p&ss \"w\u00f6rd\"/1)"), std::string(R"(p\u0026ss \"w\u00F6rd\"\/1)"),
          std::string("p&amp;ss &quot;w&ouml;rd&quot;/1"), std::string("p&#38;ss &#34;w&#246;rd&#x22;/1"),
          std::string("p%26ss%20%22w%c3%b6rd%22%2F1"), std::string("p%26ss+%22w%C3%B6rd%22/1"),
          std::string("p&amp;ss \\\"w&#xf6;rd\\\"/1"), encoded(kPassword), encoded("admin:" + kPassword),
          encoded("admin:" + kPassword).substr(0, 12), encoded("admin:" + kPassword).substr(9)}) {
        EXPECT_TRUE(guard.shows_secret("you sent: " + shown + " (so)")) << shown;
        EXPECT_NE(guard.shown_of("you sent: " + shown, 500).find("***"), std::string::npos);
        EXPECT_EQ(guard.shown_of("you sent: " + shown, 500).find(shown), std::string::npos);
    }
}

// What it is once is no entity that is to be read again.
TEST(SecretGuard, SeesAPasswordThatLooksLikeAnEntity) {
    const SecretGuard guard("admin", "fish&lt;chips");
    EXPECT_TRUE(guard.shows_secret(R"({"sent":"fish\u0026lt;chips"})"));
    EXPECT_TRUE(guard.shows_secret("fish&amp;lt;chips"));
    EXPECT_TRUE(guard.shows_secret("fish%26lt%3Bchips"));
    EXPECT_FALSE(guard.shows_secret("fish<chips"));
}

TEST(SecretGuard, SeesCharactersOfThreeBytesAndThoseOfALine) {
    const SecretGuard guard("admin", "pass\xe2\x82\xac\n\t\rword");
    for (const char* shown :
         {R"(pass\u20ac\n\t\rword)", "pass&#8364;&#10;&#9;&#13;word", "pass&#X20AC;&#xa;&#x9;&#XD;word",
          "pass%E2%82%AC%0A%09%0dword", R"(pass\u20AC\x0a\x09\x0Dword)"})
        EXPECT_TRUE(guard.shows_secret(shown)) << shown;
    for (const char* other : {"pass&#8364x;word", "pass&#99999999;word", "pass&#/;word", "pass&#;word",
                              "pass&a;word", "pass&euro;word", "pass\\"})
        EXPECT_FALSE(guard.shows_secret(other)) << other;
}

TEST(SecretGuard, SeesAnAuthorizationHeaderWhoeversItIs) {
    const SecretGuard guard("admin", "secret");
    EXPECT_TRUE(guard.shows_secret("Authorization: Basic c29tZWJvZHk6ZWxzZQ=="));
    EXPECT_TRUE(guard.shows_secret("authorization: basic x"));
    EXPECT_TRUE(guard.shows_secret("AUTHORIZATION: BASIC X"));
    EXPECT_TRUE(guard.shows_secret(R"({"scheme":"Basic","value":"x"})"));
    EXPECT_FALSE(guard.shows_secret("Visual Basic, basics"));
}

TEST(SecretGuard, LeavesWhatShowsNothing) {
    const SecretGuard guard("admin", kPassword);
    for (const char* text : {"<html>Bad Gateway</html>", "100% of &lt;tix&gt; \\o/", "%", "&", "\\", "&#;"}) {
        EXPECT_FALSE(guard.shows_secret(text)) << text;
        EXPECT_EQ(guard.shown_of(text, 500), text);
    }
    EXPECT_EQ(guard.shown_of("0123456789", 4), "0123");
    EXPECT_EQ(guard.shown_of("", 4), "");
}

TEST(SecretGuard, PasswordOfFourCharactersIsLookedForAndAShorterOneOnlyWithItsUser) {
    EXPECT_TRUE(SecretGuard("admin", "ab1x").shows_secret("sent ab1x"));
    EXPECT_FALSE(SecretGuard("admin", "ab1").shows_secret("sent ab1"));
    EXPECT_TRUE(SecretGuard("admin", "ab1").shows_secret("sent " + encoded("admin:ab1")));
}

TEST(SecretGuard, ShortPasswordIsNotLookedForInEveryWord) {
    const SecretGuard guard("a", "or");
    EXPECT_FALSE(guard.shows_secret("Internal Server Error"));
    EXPECT_FALSE(SecretGuard("", "").shows_secret("anything"));
}

}  // namespace
}  // namespace tixdb::publish::secret_guard
