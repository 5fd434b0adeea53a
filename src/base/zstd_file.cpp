// SPDX-License-Identifier: MIT

#include "base/zstd_file.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb {
namespace {

// Higher ones take several times as long for a hundredth less.
constexpr int kLevel = 9;
constexpr std::size_t kLongestLineBytes = 32UL * 1024 * 1024;

Error file_error(const char* what, const std::filesystem::path& path, const char* why) {
    return {ErrorKind::failed, fmt::format("{} {}: {}", what, escaped(path.string()), why)};
}

std::FILE* opened(const std::filesystem::path& path, const char* mode, const char* what) {
    std::FILE* file = std::fopen(path.c_str(), mode);
    if (file == nullptr) throw file_error(what, path, std::strerror(errno));
    return file;
}

}  // namespace

ZstdWriter::ZstdWriter(const std::filesystem::path& path)
    : path_(path),
      file_(opened(path, "wbe", "cannot write")),
      context_(ZSTD_createCCtx()),
      output_(ZSTD_CStreamOutSize()) {
    ZSTD_CCtx_setParameter(context_, ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context_, ZSTD_c_checksumFlag, 1);
}

ZstdWriter::~ZstdWriter() {
    if (file_ != nullptr) static_cast<void>(std::fclose(file_));
    ZSTD_freeCCtx(context_);
}

void ZstdWriter::write_line(std::string_view text) {
    compress(text, ZSTD_e_continue);
    compress("\n", ZSTD_e_continue);
}

void ZstdWriter::finish() {
    compress("", ZSTD_e_end);
    const int failed = std::fclose(std::exchange(file_, nullptr));
    if (failed != 0) throw file_error("cannot write", path_, std::strerror(errno));
}

void ZstdWriter::compress(std::string_view text, int directive) {
    ZSTD_inBuffer input{text.data(), text.size(), 0};
    for (;;) {
        ZSTD_outBuffer output{output_.data(), output_.size(), 0};
        const std::size_t left =
            ZSTD_compressStream2(context_, &output, &input, static_cast<ZSTD_EndDirective>(directive));
        if (ZSTD_isError(left) != 0) throw file_error("cannot compress", path_, ZSTD_getErrorName(left));
        if (std::fwrite(output_.data(), 1, output.pos, file_) != output.pos) {
            throw file_error("cannot write", path_, std::strerror(errno));
        }
        const bool is_done = directive == ZSTD_e_end ? left == 0 : input.pos == input.size;
        if (is_done) return;
    }
}

ZstdLines::ZstdLines(const std::filesystem::path& path)
    : path_(path),
      file_(opened(path, "rbe", "cannot read")),
      context_(ZSTD_createDCtx()),
      input_(ZSTD_DStreamInSize()) {}

ZstdLines::~ZstdLines() {
    static_cast<void>(std::fclose(file_));
    ZSTD_freeDCtx(context_);
}

bool ZstdLines::next(std::string& line) {
    for (std::size_t from = text_at_;;) {
        const std::size_t end = text_.find('\n', from);
        if (end != std::string::npos) {
            line.assign(text_, text_at_, end - text_at_);
            text_at_ = end + 1;
            return true;
        }
        text_.erase(0, std::exchange(text_at_, 0));
        from = text_.size();
        if (text_.size() > kLongestLineBytes) throw file_error("cannot read", path_, "a line is too long");
        if (read_more()) continue;
        if (text_.empty()) return false;
        throw file_error("cannot read", path_, "it is cut short");
    }
}

// False at the end of the file.
bool ZstdLines::read_more() {
    if (input_at_ == input_size_) {
        input_size_ = std::fread(input_.data(), 1, input_.size(), file_);
        input_at_ = 0;
        if (std::ferror(file_) != 0) throw file_error("cannot read", path_, std::strerror(errno));
        if (input_size_ == 0) {
            if (is_within_frame_) throw file_error("cannot read", path_, "it is cut short");
            return false;
        }
    }
    ZSTD_inBuffer input{input_.data(), input_size_, input_at_};
    const std::size_t before = text_.size();
    text_.resize(before + ZSTD_DStreamOutSize());
    ZSTD_outBuffer output{text_.data() + before, text_.size() - before, 0};
    const std::size_t left = ZSTD_decompressStream(context_, &output, &input);
    text_.resize(before + output.pos);
    if (ZSTD_isError(left) != 0) throw file_error("cannot read", path_, ZSTD_getErrorName(left));
    input_at_ = input.pos;
    is_within_frame_ = left != 0;
    return true;
}

}  // namespace tixdb
