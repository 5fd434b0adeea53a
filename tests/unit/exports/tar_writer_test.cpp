// SPDX-License-Identifier: MIT
// Archives that every tar reads, whatever the sizes of their files.
#include "exports/tar_writer.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::exports {
namespace {

constexpr std::size_t kBlock = 512;

class TarFile : public testing::Test {
  protected:
    TarFile() { std::ofstream(path()).put('x'); }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "all.tar"; }
    [[nodiscard]] std::string bytes() const {
        std::ostringstream text;
        text << std::ifstream(path(), std::ios::binary).rdbuf();
        return text.str();
    }

    test::TemporaryFolder folder_;
};

// A header, the bytes, and zeros up to a whole block; two blocks of zeros at the end.
TEST_F(TarFile, TakesAHeaderAndWholeBlocksPerFileAndTwoAtTheEnd) {
    for (const auto& [size, blocks] : std::vector<std::pair<std::size_t, std::size_t>>{
             {0, 0}, {1, 1}, {511, 1}, {512, 1}, {513, 2}, {1024, 2}}) {
        const std::string content(size, 'a');
        FileSink file(path(), "all.tar");
        TarWriter tar(file, "folder", 1);
        tar.add("name", content);
        tar.finish();
        const std::string all = bytes();
        ASSERT_EQ(all.size(), (1 + blocks + 2) * kBlock) << size;
        EXPECT_EQ(all.substr(0, 11), "folder/name");
        EXPECT_EQ(std::stoul(all.substr(124, 11), nullptr, 8), size);
        EXPECT_EQ(all.substr(kBlock, size), content);
        EXPECT_EQ(all.find_first_not_of('\0', kBlock + size), std::string::npos) << size;
    }
}

TEST_F(TarFile, ManyFilesComeOutAsTheyWentInWithTheirDigests) {
    FileSink file(path(), "all.tar");
    TarWriter tar(file, "folder", 1'500'000'000);
    tar.add("whole", std::string(512, 'b'));
    tar.add("written", [](ByteSink& sink) {
        sink.write("in ");
        sink.write("parts");
    });
    tar.add("run.sh", "#!/bin/sh\n", true);
    tar.finish();
    EXPECT_EQ(tar.digests().substr(0, 64), hex(sha256(std::vector<std::uint8_t>(512, 'b'))));
    const std::string unpack =
        "cd '" + folder_.path().string() +
        "' && test -z \"$(tar xf all.tar 2>&1)\" && "
        "test \"$(cat folder/written)\" = 'in parts' && test -x folder/run.sh && test ! -x folder/written && "
        "test \"$(stat -c %s-%Y folder/whole)\" = 512-1500000000";
    EXPECT_EQ(std::system(unpack.c_str()), 0);
}

TEST_F(TarFile, NameThatDoesNotFitIsRefused) {
    FileSink file(path(), "all.tar");
    TarWriter tar(file, "f", 1);
    tar.add(std::string(97, 'n'), "");
    EXPECT_THROW(tar.add(std::string(98, 'n'), ""), Error);
}

}  // namespace
}  // namespace tixdb::exports
