// SPDX-License-Identifier: MIT
// Digests are compared over years and versions: they must stay what they are.
#include "base/multiset_digest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace tixdb {
namespace {

std::string digest_of(std::string_view rows) {
    MultisetDigest digest;
    for (const char row : rows) {
        const auto byte = static_cast<std::uint8_t>(row);
        digest.add({&byte, 1});
    }
    return hex(digest.digest());
}

// Computed with Python's hashlib and its integers.
TEST(MultisetDigest, IsOfTheNumberOfRowsAndTheSumOfTheirDigests) {
    EXPECT_EQ(digest_of(""), "2c34ce1df23b838c5abf2a7f6437cca3d3067ed509ff25f11df6b11b582b51eb");
    EXPECT_EQ(digest_of("a"), "cd23d09c4cb76daf5a50f172c31576b20a8e77c27dbe9adca5afcc5d8a1ba164");
    EXPECT_EQ(digest_of("ab"), "2e6425e81c8da2ba762bddae0c2d0e3eab44f4730f7d7f5387324d07f8c879d3");
    EXPECT_EQ(digest_of("ba"), digest_of("ab"));
    EXPECT_EQ(digest_of("aaa"), "2ea8adac6ea20e1cacc716a8dd5d47348ae588264eb41474f56d57bc844b55fe");
}

}  // namespace
}  // namespace tixdb
