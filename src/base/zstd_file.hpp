// SPDX-License-Identifier: MIT
// Text lines in a file that zstd has compressed.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/zstd_compressor.hpp"

struct ZSTD_DCtx_s;

namespace tixdb {

struct CloseFile {
    void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using OpenFile = std::unique_ptr<std::FILE, CloseFile>;

// Writes a file anew. Belongs to one thread. Throws Error{failed} if it cannot be written.
class ZstdWriter {
  public:
    explicit ZstdWriter(const std::filesystem::path& path);
    ZstdWriter(const ZstdWriter&) = delete;
    ZstdWriter& operator=(const ZstdWriter&) = delete;

    // text and a line feed.
    void write_line(std::string_view text);
    // Ends the file, which is then whole, with zstd's checksum. Syncing it is the caller's.
    void finish();

  private:
    void put(std::string_view compressed);

    std::filesystem::path path_;
    OpenFile file_;
    ZstdCompressor compressor_;
};

// Reads a file line by line, whatever its size. Belongs to one thread. Throws Error{failed} if it cannot be
// read, is no zstd file, is damaged or cut short, or has a line of over 32 MiB; std::bad_alloc where memory
// is short.
class ZstdLines {
  public:
    explicit ZstdLines(const std::filesystem::path& path);
    ZstdLines(const ZstdLines&) = delete;
    ZstdLines& operator=(const ZstdLines&) = delete;

    // The next line without its line feed. False at the end.
    [[nodiscard]] bool next(std::string& line);

  private:
    struct FreeContext {
        void operator()(ZSTD_DCtx_s* context) const;
    };

    [[nodiscard]] bool read_more();

    std::filesystem::path path_;
    OpenFile file_;
    std::unique_ptr<ZSTD_DCtx_s, FreeContext> context_;
    std::vector<char> input_;
    std::size_t input_at_ = 0;
    std::size_t input_size_ = 0;
    std::string text_;  // decompressed and not handed out yet, from text_at_ on
    std::size_t text_at_ = 0;
    bool is_within_frame_ = false;
};

}  // namespace tixdb
