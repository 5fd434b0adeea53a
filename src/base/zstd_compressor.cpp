// SPDX-License-Identifier: MIT

#include "base/zstd_compressor.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <new>
#include <utility>

#include "base/error.hpp"

namespace tixdb {

void ZstdCompressor::Free::operator()(ZSTD_CCtx_s* context) const {
    ZSTD_freeCCtx(context);
}

ZstdCompressor::ZstdCompressor(int level, std::function<void(std::string_view)> take)
    : take_(std::move(take)), context_(ZSTD_createCCtx()), output_(ZSTD_CStreamOutSize(), '\0') {
    if (context_ == nullptr) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

void ZstdCompressor::add(std::string_view bytes) {
    compress(bytes, false);
}

void ZstdCompressor::finish() {
    compress({}, true);
}

void ZstdCompressor::compress(std::string_view bytes, bool is_last) {
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    for (bool is_done = false; !is_done;) {
        ZSTD_outBuffer output{output_.data(), output_.size(), 0};
        const std::size_t left =
            ZSTD_compressStream2(context_.get(), &output, &input, is_last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left) != 0)
            throw Error(ErrorKind::failed, fmt::format("zstd: {}", ZSTD_getErrorName(left)));
        take_(std::string_view(output_).substr(0, output.pos));
        is_done = is_last ? left == 0 : input.pos == input.size;
    }
}

}  // namespace tixdb
