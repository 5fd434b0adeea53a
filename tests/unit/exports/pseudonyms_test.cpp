// SPDX-License-Identifier: MIT
// Whose data they are cannot be told from an anonymized export.
#include "exports/pseudonyms.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/keyed_digest.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::exports {
namespace {

PseudonymKey key_of(std::uint8_t byte) {
    PseudonymKey key{};
    key.fill(byte);
    return key;
}

TEST(KeyedDigest, IsHmacSha256) {
    // RFC 4231, test cases 1, 2 and 6.
    const std::vector<std::uint8_t> first(20, 0x0b);
    EXPECT_EQ(hex(keyed_digest(first, "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    const std::string jefe = "Jefe";
    EXPECT_EQ(hex(keyed_digest({reinterpret_cast<const std::uint8_t*>(jefe.data()), jefe.size()},
                               "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const std::vector<std::uint8_t> longer_than_a_block(131, 0xaa);
    EXPECT_EQ(
        hex(keyed_digest(longer_than_a_block, "Test Using Larger Than Block-Size Key - Hash Key First")),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Pseudonyms, AreTheSameForTheSameKeyAlone) {
    Pseudonyms one(key_of(1));
    const std::string user(one.user(3));
    EXPECT_EQ(user.size(), 16U);
    EXPECT_NE(one.user(4), user);
    EXPECT_EQ(one.user(3), user);
    EXPECT_EQ(Pseudonyms(key_of(1)).user(3), user);
    EXPECT_NE(Pseudonyms(key_of(2)).user(3), user);
    const std::string installation(one.installation({3, 5}));
    EXPECT_NE(one.installation({4, 5}), installation) << "ids of installations are numbered per user";
    EXPECT_NE(installation, user);
}

TEST(Pseudonyms, AddressBecomesItsNetwork) {
    EXPECT_EQ(Pseudonyms::network("203.0.113.77"), "203.0.113.0/24");
    EXPECT_EQ(Pseudonyms::network("2001:db8:1:2:3::4"), "2001:db8:1::/48");
    EXPECT_EQ(Pseudonyms::network("no address"), "");
}

TEST(Pseudonyms, PathSaysNothing) {
    Pseudonyms pseudonyms(key_of(1));
    const std::string user(pseudonyms.user(3));
    const std::string installation(pseudonyms.installation({3, 5}));
    const std::string path = pseudonyms.path("3/5/secret name.json");
    EXPECT_TRUE(path.starts_with(user + "/" + installation + "/")) << path;
    EXPECT_EQ(path.find("secret"), std::string::npos);
    EXPECT_NE(pseudonyms.path("3/5/another name.json"), path) << "two files are two";
    EXPECT_EQ(pseudonyms.path("3/5/secret name.json"), path);
    EXPECT_EQ(pseudonyms.path("3/5/"), user + "/" + installation + "/");
    EXPECT_EQ(pseudonyms.path("3/"), user + "/");
    EXPECT_EQ(pseudonyms.path("who/knows").find("knows"), std::string::npos);
}

class KeyFile : public testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "key"; }
    void write(const std::string& text) const {
        std::ofstream(path()) << text;
        chmod(path().c_str(), 0600);
    }
    [[nodiscard]] ErrorKind error() const {
        try {
            (void)read_or_make_key(path());
        } catch (const Error& error) {
            return error.kind();
        }
        ADD_FAILURE() << "no error";
        return ErrorKind::usage;
    }

    test::TemporaryFolder folder_;
};

TEST_F(KeyFile, IsMadeForItsOwnerAloneAndReadAgain) {
    const PseudonymKey key = read_or_make_key(path());
    struct stat status = {};
    ASSERT_EQ(stat(path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    EXPECT_EQ(read_or_make_key(path()), key);
    EXPECT_NE(key, new_pseudonym_key());
}

TEST_F(KeyFile, ThatOthersMayReadIsRefused) {
    (void)read_or_make_key(path());
    chmod(path().c_str(), 0640);
    EXPECT_EQ(error(), ErrorKind::configuration);
}

TEST_F(KeyFile, ThatHoldsNoKeyIsRefused) {
    for (const std::string& text : {std::string(), std::string("secret\n"), std::string(63, 'a') + "\n",
                                    std::string(65, 'a') + "\n", std::string(64, 'g') + "\n"}) {
        write(text);
        EXPECT_EQ(error(), ErrorKind::configuration) << text;
    }
    write(std::string(64, 'a') + "\n");
    EXPECT_EQ(hex(read_or_make_key(path())), std::string(64, 'a'));
}

TEST_F(KeyFile, ThatIsNoFileIsRefused) {
    ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
    EXPECT_EQ(error(), ErrorKind::failed) << "and nobody waits for it";
}

}  // namespace
}  // namespace tixdb::exports
