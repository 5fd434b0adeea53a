// SPDX-License-Identifier: MIT

#include "asn/line_reader.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

#include "base/error.hpp"
#include "base/file_descriptor.hpp"
#include "support/table_files.hpp"

namespace tixdb::asn {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view content) {
    test::TemporaryFolder folder;
    InputFile file(test::write_file(folder, "table", content));
    LineReader reader(file);
    Lines lines;
    for (std::string_view line; reader.next(line);) {
        lines.emplace_back(line);
        EXPECT_EQ(reader.number(), static_cast<std::int64_t>(lines.size()));
    }
    return lines;
}

std::string failure_of(std::string_view content) {
    try {
        (void)lines_of(content);
    } catch (const Error& error) {
        const std::string text = error.what();
        return text.substr(text.find(": ") + 2);
    }
    return "";
}

TEST(LineReader, TakesEveryLineEnd) {
    EXPECT_EQ(lines_of("a\nb\n"), (Lines{"a", "b"}));
    EXPECT_EQ(lines_of("a\r\nb\r\n"), (Lines{"a", "b"}));
    EXPECT_EQ(lines_of("a\n\nb"), (Lines{"a", "", "b"}));
    EXPECT_EQ(lines_of(""), Lines{});
    EXPECT_EQ(lines_of("\n"), Lines{""});
}

TEST(LineReader, LeavesOutTheByteOrderMark) {
    EXPECT_EQ(lines_of("\xEF\xBB\xBFone\ntwo"), (Lines{"one", "two"}));
    EXPECT_EQ(lines_of("one\n\xEF\xBB\xBFtwo"), (Lines{"one", "\xEF\xBB\xBFtwo"}));
}

TEST(LineReader, LinesMayLieAcrossThePiecesThatAreRead) {
    Lines expected;
    std::string content;
    for (int i = 0; i < 30'000; ++i) {
        expected.push_back("line " + std::to_string(i));
        content += expected.back() + "\n";
    }
    EXPECT_EQ(lines_of(content), expected);
    EXPECT_EQ(lines_of(test::gzipped(content)), expected);
}

TEST(LineReader, EndlessLineIsRefusedByItsNumber) {
    for (const int before : {0, 1, 40'000}) {
        test::TemporaryFolder folder;
        std::string content;
        for (int i = 0; i < before; ++i) content += "a\n";
        InputFile file(test::write_file(folder, "table", content + std::string(1'000'000, 'x')));
        LineReader reader(file);
        std::string said;
        try {
            for (std::string_view line; reader.next(line);) {
            }
        } catch (const Error& error) {
            said = error.what();
        }
        EXPECT_EQ(said, (folder / "table").string() + " line " + std::to_string(before + 1) +
                            ": longer than 64 KiB");
    }
    EXPECT_EQ(failure_of(std::string(60'000, 'x') + "\n"), "");
}

TEST(InputFile, GzipIsToldByItsContent) {
    EXPECT_EQ(lines_of(test::gzipped("a\nb\n")), (Lines{"a", "b"}));
    EXPECT_EQ(lines_of(test::gzipped("")), Lines{});
    EXPECT_EQ(lines_of(test::gzipped("a\nb") + test::gzipped("c\nd\n")), (Lines{"a", "bc", "d"}));
    EXPECT_EQ(lines_of(test::gzipped("a\n") + std::string(100'000, '\0')), Lines{"a"});
}

// What a pipe gives at first may be less than what tells gzip from text.
TEST(InputFile, GzipIsToldAlsoWhereItComesInPieces) {
    const test::TemporaryFolder folder;
    const auto pipe = folder / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    InputFile file(pipe);
    std::thread writer([&pipe, content = test::gzipped("a\nb\n")] {
        const FileDescriptor end(open(pipe.c_str(), O_WRONLY | O_CLOEXEC));
        EXPECT_EQ(write(end.get(), content.data(), 1), 1);
        for (int unread = 1, looks = 0; unread > 0 && looks < 10'000; ++looks) {
            ASSERT_EQ(ioctl(end.get(), FIONREAD, &unread), 0);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        const auto rest = static_cast<ssize_t>(content.size()) - 1;
        EXPECT_EQ(write(end.get(), content.data() + 1, content.size() - 1), rest);
    });
    LineReader reader(file);
    Lines lines;
    for (std::string_view line; reader.next(line);) lines.emplace_back(line);
    writer.join();
    EXPECT_EQ(lines, (Lines{"a", "b"}));
}

TEST(InputFile, CutGzipIsRefusedAtEveryLength) {
    const std::string whole = test::gzipped("1.0.0.0\t24\t13335\n1.0.4.0\t22\t38803\n");
    for (std::size_t length = 2; length < whole.size(); ++length) {
        EXPECT_EQ(failure_of(whole.substr(0, length)), "the gzip data is cut off") << length;
    }
    EXPECT_EQ(failure_of(whole), "");
}

TEST(InputFile, DamagedGzipIsRefused) {
    std::string damaged = test::gzipped("1.0.0.0\t24\t13335\n1.0.4.0\t22\t38803\n");
    damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);
    EXPECT_EQ(failure_of(damaged), "the gzip data is damaged");
    EXPECT_EQ(failure_of(test::gzipped("a\n") + "rubbish"), "the gzip data is damaged");
}

TEST(InputFile, DigestIsThatOfTheFileAsItLies) {
    test::TemporaryFolder folder;
    const std::string content = test::gzipped("a\nb\n");
    InputFile file(test::write_file(folder, "table.gz", content));
    while (!file.read().empty()) {
    }
    EXPECT_EQ(file.digest(), sha256({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()}));
}

TEST(InputFile, MissingFileAndFolderSayWhy) {
    test::TemporaryFolder folder;
    EXPECT_THROW(InputFile(folder / "none"), Error);
    InputFile is_folder(folder.path());
    EXPECT_THROW((void)is_folder.read(), Error);
}

}  // namespace
}  // namespace tixdb::asn
