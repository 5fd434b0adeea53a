// SPDX-License-Identifier: MIT
// Lines that are written compressed come back, and what is not whole is told.
#include "base/zstd_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/zstd_compressor.hpp"
#include "support/report_builder.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    ZstdLines reader(file);
    std::vector<std::string> lines;
    for (std::string line; reader.next(line);) lines.push_back(line);
    return lines;
}

std::string problem_of(const std::filesystem::path& file) {
    try {
        (void)lines_of(file);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

std::string compressed(std::string_view text) {
    std::string bytes;
    ZstdCompressor compressor(3, [&](std::string_view more) { bytes += more; });
    compressor.add(text);
    compressor.finish();
    return bytes;
}

TEST(ZstdFile, LinesComeBackEmptyAndLongOnes) {
    const test::TemporaryFolder folder;
    const std::vector<std::string> lines = {"", "a", std::string(1'000'000, 'x'), "", "z"};
    ZstdWriter writer(folder / "file");
    for (const std::string& line : lines) writer.write_line(line);
    writer.finish();
    EXPECT_EQ(lines_of(folder / "file"), lines);
    test::write_file(folder / "empty", "", 1);
    EXPECT_TRUE(lines_of(folder / "empty").empty());
}

TEST(ZstdFile, SeveralOnesInARowAreOne) {
    const test::TemporaryFolder folder;
    test::write_file(folder / "file", compressed("a\nb") + compressed("c\n"), 1);
    EXPECT_EQ(lines_of(folder / "file"), (std::vector<std::string>{"a", "bc"}));
}

TEST(ZstdFile, WhatIsCutShortInItsLastLineOrItsLastBytesIsTold) {
    const test::TemporaryFolder folder;
    test::write_file(folder / "no-end-of-line", compressed("a\nb"), 1);
    EXPECT_EQ(problem_of(folder / "no-end-of-line"),
              "cannot read " + (folder / "no-end-of-line").string() + ": it is cut short");
    // All text is there, the checksum at the end is not.
    const std::string whole = compressed("a\nb\n");
    test::write_file(folder / "no-checksum", whole.substr(0, whole.size() - 1), 1);
    EXPECT_EQ(problem_of(folder / "no-checksum"),
              "cannot read " + (folder / "no-checksum").string() + ": it is cut short");
}

TEST(ZstdFile, WhatCannotBeReadIsNoEnd) {
    const test::TemporaryFolder folder;
    ZstdLines lines(folder.path());
    std::string line;
    try {
        (void)lines.next(line);
        FAIL() << "a folder without lines";
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "cannot read " + folder.path().string() + ": Is a directory");
    }
}

}  // namespace
}  // namespace tixdb
