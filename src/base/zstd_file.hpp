// SPDX-License-Identifier: MIT
// Text lines in a file that zstd has compressed.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace tixdb {

// Writes a file anew. Belongs to one thread. Throws Error{failed} if it cannot be written.
class ZstdWriter {
  public:
    explicit ZstdWriter(const std::filesystem::path& path);
    ~ZstdWriter();
    ZstdWriter(const ZstdWriter&) = delete;
    ZstdWriter& operator=(const ZstdWriter&) = delete;

    // text and a line feed.
    void write_line(std::string_view text);
    // Ends the file, which is then whole, with zstd's checksum. Syncing it is the caller's.
    void finish();

  private:
    void compress(std::string_view text, int directive);

    std::filesystem::path path_;
    std::FILE* file_;
    ZSTD_CCtx_s* context_;
    std::vector<char> output_;
};

// Reads a file line by line, whatever its size. Belongs to one thread. Throws Error{failed} if it cannot be
// read, is no zstd file, is damaged or cut short, or has a line of over 32 MiB.
class ZstdLines {
  public:
    explicit ZstdLines(const std::filesystem::path& path);
    ~ZstdLines();
    ZstdLines(const ZstdLines&) = delete;
    ZstdLines& operator=(const ZstdLines&) = delete;

    // The next line without its line feed. False at the end.
    [[nodiscard]] bool next(std::string& line);

  private:
    [[nodiscard]] bool read_more();

    std::filesystem::path path_;
    std::FILE* file_;
    ZSTD_DCtx_s* context_;
    std::vector<char> input_;
    std::size_t input_at_ = 0;
    std::size_t input_size_ = 0;
    std::string text_;  // decompressed and not handed out yet, from text_at_ on
    std::size_t text_at_ = 0;
    bool is_within_frame_ = false;
};

}  // namespace tixdb
