// SPDX-License-Identifier: MIT
// Where the bytes of an export go: a stream, a file, or a compressor before one of them.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/file_descriptor.hpp"

namespace tixdb::exports {

// The stream takes no more: its reader has ended, or its disk is full. Whoever owns the stream finds out
// which.
class StreamEnded : public std::runtime_error {
  public:
    StreamEnded() : std::runtime_error("the output takes no more") {}
};

// Belongs to one thread.
class ByteSink {
  public:
    ByteSink() = default;
    virtual ~ByteSink() = default;
    ByteSink(const ByteSink&) = delete;
    ByteSink& operator=(const ByteSink&) = delete;

    virtual void write(std::string_view bytes) = 0;
    // Writes what is held back. To be called once, at the end; without it the output is not whole.
    virtual void finish() = 0;
};

// Throws StreamEnded as soon as the stream has failed.
class StreamSink final : public ByteSink {
  public:
    explicit StreamSink(std::ostream& out) : out_(out) {}
    void write(std::string_view bytes) override;
    void finish() override;

  private:
    std::ostream& out_;
};

// An existing file, which is emptied. Throws Error{failed} that names the file as `shown`.
class FileSink final : public ByteSink {
  public:
    FileSink(const std::filesystem::path& path, std::string shown);
    void write(std::string_view bytes) override;
    void finish() override {}

    // Writes over what was written before; offset in bytes from the file's beginning.
    void write_at(std::int64_t offset, std::string_view bytes);
    [[nodiscard]] std::int64_t written() const { return written_; }

  private:
    [[noreturn]] void fail() const;

    std::string shown_;
    FileDescriptor file_;
    std::int64_t written_ = 0;
};

}  // namespace tixdb::exports
