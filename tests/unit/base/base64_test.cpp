// SPDX-License-Identifier: MIT

#include "base/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tixdb {
namespace {

std::string decoded_text(std::string_view text) {
    const auto bytes = base64_decoded(text);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "(invalid)";
}

TEST(Base64, TestVectorsOfRfc4648) {
    EXPECT_EQ(decoded_text(""), "");
    EXPECT_EQ(decoded_text("Zg=="), "f");
    EXPECT_EQ(decoded_text("Zm8="), "fo");
    EXPECT_EQ(decoded_text("Zm9v"), "foo");
    EXPECT_EQ(decoded_text("Zm9vYmFy"), "foobar");
}

TEST(Base64, AnythingNotCanonicalIsRefused) {
    for (const char* text : {"Zg", "Zg=", "Z===", "====", "Zh==", "Zm9=", "Zm 9", "Zm9v\n",
                             "Zm9v====", "Z=9v", "Zm9-", "Zg==Zg=="}) {
        EXPECT_FALSE(base64_decoded(text).has_value()) << text;
    }
}

RC_GTEST_PROP(Base64, EncodedBytesComeBack, (const std::vector<std::uint8_t>& bytes)) {
    RC_ASSERT(base64_decoded(base64_encoded(bytes)) == bytes);
}

}  // namespace
}  // namespace tixdb
