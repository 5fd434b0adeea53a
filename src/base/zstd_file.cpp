// SPDX-License-Identifier: MIT

#include "base/zstd_file.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <new>
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

OpenFile opened(const std::filesystem::path& path, const char* mode, const char* what) {
    OpenFile file(std::fopen(path.c_str(), mode));
    if (file == nullptr) throw file_error(what, path, std::strerror(errno));
    return file;
}

}  // namespace

ZstdWriter::ZstdWriter(const std::filesystem::path& path)
    : path_(path),
      file_(opened(path, "wbe", "cannot write")),
      compressor_(kLevel, [this](std::string_view compressed) { put(compressed); }) {}

void ZstdWriter::write_line(std::string_view text) {
    compressor_.add(text);
    compressor_.add("\n");
}

void ZstdWriter::finish() {
    compressor_.finish();
    const int failed = std::fclose(file_.release());
    if (failed != 0) throw file_error("cannot write", path_, std::strerror(errno));
}

void ZstdWriter::put(std::string_view compressed) {
    if (std::fwrite(compressed.data(), 1, compressed.size(), file_.get()) != compressed.size()) {
        throw file_error("cannot write", path_, std::strerror(errno));
    }
}

ZstdLines::ZstdLines(const std::filesystem::path& path)
    : path_(path),
      file_(opened(path, "rbe", "cannot read")),
      context_(ZSTD_createDCtx()),
      input_(ZSTD_DStreamInSize()) {
    if (context_ == nullptr) throw std::bad_alloc();
}

void ZstdLines::FreeContext::operator()(ZSTD_DCtx_s* context) const {
    ZSTD_freeDCtx(context);
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
        input_size_ = std::fread(input_.data(), 1, input_.size(), file_.get());
        input_at_ = 0;
        if (std::ferror(file_.get()) != 0) throw file_error("cannot read", path_, std::strerror(errno));
        if (input_size_ == 0) {
            if (is_within_frame_) throw file_error("cannot read", path_, "it is cut short");
            return false;
        }
    }
    ZSTD_inBuffer input{input_.data(), input_size_, input_at_};
    const std::size_t before = text_.size();
    text_.resize(before + ZSTD_DStreamOutSize());
    ZSTD_outBuffer output{text_.data() + before, text_.size() - before, 0};
    const std::size_t left = ZSTD_decompressStream(context_.get(), &output, &input);
    text_.resize(before + output.pos);
    if (ZSTD_isError(left) != 0) throw file_error("cannot read", path_, ZSTD_getErrorName(left));
    input_at_ = input.pos;
    is_within_frame_ = left != 0;
    return true;
}

}  // namespace tixdb
