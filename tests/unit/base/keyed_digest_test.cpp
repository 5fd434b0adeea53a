// SPDX-License-Identifier: MIT
// HMAC with SHA-256: tombstones and pseudonyms must be found again by every version.
#include "base/keyed_digest.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "base/digest.hpp"

namespace tixdb {
namespace {

// Of "3/5" with a key of the bytes 0, 1, 2 …
std::string digest_with_key_of(std::size_t bytes) {
    std::vector<std::uint8_t> key(bytes);
    std::iota(key.begin(), key.end(), std::uint8_t{0});
    return hex(keyed_digest(key, "3/5"));
}

// Computed with Python's hmac.
TEST(KeyedDigest, IsThatOfRfc2104WhateverTheLengthOfItsKey) {
    EXPECT_EQ(digest_with_key_of(32), "132d095a0db5f75c93a531b92b6766cac03d6a2efd6df0dea84597a8a60e22f6");
    EXPECT_EQ(digest_with_key_of(33), "733a5cfb180db597a095fd3c9e0bf334f302e6535034c20585f6dc0b8d86a9d3");
    EXPECT_EQ(digest_with_key_of(64), "f0b1d175644d926b5afc04a2ee638d750f9c5903a625885eceb716f9f82810b1");
    EXPECT_EQ(digest_with_key_of(65), "68fa0dc44688c5a57b5d6dd1adb529fbe39aab4cc198999ddded6491e5921a8a");
}

}  // namespace
}  // namespace tixdb
