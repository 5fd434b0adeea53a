// SPDX-License-Identifier: MIT
// Exports and their keys on disks that fail.
#include "support/failing_calls.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <sstream>

#include "base/error.hpp"
#include "exports/byte_sink.hpp"
#include "exports/pseudonyms.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::exports::failing {
namespace {

namespace fs = std::filesystem;
using test::Call;
using test::FailingCalls;

Error error_of_export(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::failed, ""};
}

class KeyFileOnFailingDisks : public testing::Test {
  protected:
    [[nodiscard]] fs::path path() const { return folder_ / "key"; }
    [[nodiscard]] Error error_of_key() const {
        return error_of_export([this] { (void)read_or_make_key(path()); });
    }
    const test::TemporaryFolder folder_;
};

TEST_F(KeyFileOnFailingDisks, ThatCannotBeWrittenIsNotLeftBehind) {
    for (const Call call : {Call::write, Call::sync}) {
        const FailingCalls failing(call, ENOSPC, "/key");
        const Error error = error_of_key();
        EXPECT_EQ(std::string(error.what()),
                  "cannot write the key file " + path().string() + ": No space left on device");
        EXPECT_EQ(error.hint(), "check its folder and its permissions");
        EXPECT_FALSE(fs::exists(path())) << "half a key would be taken for one";
    }
}

TEST_F(KeyFileOnFailingDisks, ThatCannotBeMadeOrReadIsNamed) {
    {
        const FailingCalls failing(Call::open, EACCES, "/key");
        EXPECT_EQ(std::string(error_of_key().what()),
                  "cannot make the key file " + path().string() + ": Permission denied");
    }
    (void)read_or_make_key(path());
    for (const Call call : {Call::stat, Call::read}) {
        const FailingCalls failing(call, EIO, "/key");
        EXPECT_EQ(std::string(error_of_key().what()),
                  "cannot read the key file " + path().string() + ": Input/output error");
    }
}

TEST_F(KeyFileOnFailingDisks, OfAnotherKindIsRefused) {
    ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
    EXPECT_EQ(std::string(error_of_key().what()),
              "the key file " + path().string() + " is not a regular file");
    fs::remove(path());
    std::ofstream(path()) << "no key\n";
    ASSERT_EQ(chmod(path().c_str(), 0640), 0);
    const Error open_to_others = error_of_key();
    EXPECT_EQ(open_to_others.kind(), ErrorKind::configuration);
    EXPECT_EQ(std::string(open_to_others.what()),
              "others than its owner may read the key file " + path().string() + " (mode 0640)");
    ASSERT_EQ(chmod(path().c_str(), 0600), 0);
    EXPECT_EQ(error_of_key().hint(), "name a file that is not there yet: it is made");
}

class FileOfAnExport : public testing::Test {
  protected:
    FileOfAnExport() { std::ofstream(path()) << "what was there"; }
    [[nodiscard]] fs::path path() const { return folder_ / "rows"; }
    [[nodiscard]] std::string content() const {
        std::ostringstream text;
        text << std::ifstream(path()).rdbuf();
        return text.str();
    }
    const test::TemporaryFolder folder_;
};

TEST_F(FileOfAnExport, IsEmptiedWrittenAndWrittenOver) {
    FileSink sink(path(), "rows");
    sink.write("0123456789");
    sink.write_at(2, "xy");
    sink.finish();
    EXPECT_EQ(sink.written(), 10);
    EXPECT_EQ(content(), "01xy456789");
}

TEST_F(FileOfAnExport, InterruptedWritesGoOn) {
    FileSink sink(path(), "rows");
    {
        const FailingCalls failing(Call::write, EINTR, 1, 2);
        sink.write("0123");
        EXPECT_EQ(FailingCalls::failed(), 2);
    }
    const FailingCalls failing(Call::write, EINTR, 1, 1);
    sink.write_at(0, "9");
    EXPECT_EQ(content(), "9123");
}

TEST_F(FileOfAnExport, OnAFullDiskIsToldFromOneThatMayNotBeWritten) {
    FileSink sink(path(), "rows");
    for (const int error : {ENOSPC, EDQUOT, EFBIG}) {
        const FailingCalls failing(Call::write, error);
        const Error full = error_of_export([&] { sink.write("x"); });
        EXPECT_EQ(std::string(full.what()), std::string("cannot write rows: ") + strerror(error));
        EXPECT_EQ(full.hint(), "nothing was left there; free some space, or name a file on another disk");
    }
    const FailingCalls failing(Call::write, EIO);
    EXPECT_EQ(error_of_export([&] { sink.write_at(0, "x"); }).hint(),
              "check that you may write to its folder");
    EXPECT_EQ(std::string(error_of_export([&] { const FileSink none(folder_ / "none", "none"); }).what()),
              "cannot write none: No such file or directory");
}

TEST(StreamOfAnExport, ThatTakesNoMoreEndsIt) {
    std::ostringstream out;
    StreamSink sink(out);
    sink.write("x");
    sink.finish();
    EXPECT_EQ(out.str(), "x");
    out.setstate(std::ios::badbit);
    EXPECT_THROW(sink.write("y"), StreamEnded);
    EXPECT_THROW(sink.finish(), StreamEnded);
}

}  // namespace
}  // namespace tixdb::exports::failing
