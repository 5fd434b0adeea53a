// SPDX-License-Identifier: MIT

#include "exports/zstd_sink.hpp"

#include <zstd.h>

#include <new>
#include <string>

#include "base/error.hpp"

namespace tixdb::exports {
namespace {

constexpr int kZstdLevel = 3;

}  // namespace

struct ZstdSink::Compressor {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    std::string out = std::string(ZSTD_CStreamOutSize(), '\0');

    Compressor() {
        if (context == nullptr) throw std::bad_alloc();
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kZstdLevel);
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    }
    ~Compressor() { ZSTD_freeCCtx(context); }
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    void compress(std::string_view bytes, ZSTD_EndDirective directive, ByteSink& behind) {
        ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
        for (bool is_done = false; !is_done;) {
            ZSTD_outBuffer output{out.data(), out.size(), 0};
            const std::size_t left = ZSTD_compressStream2(context, &output, &input, directive);
            if (ZSTD_isError(left) != 0)
                throw Error(ErrorKind::failed, std::string("zstd: ") + ZSTD_getErrorName(left));
            behind.write(std::string_view(out).substr(0, output.pos));
            is_done = directive == ZSTD_e_end ? left == 0 : input.pos == input.size;
        }
    }
};

ZstdSink::ZstdSink(ByteSink& behind) : behind_(behind), compressor_(std::make_unique<Compressor>()) {}

ZstdSink::~ZstdSink() = default;

void ZstdSink::write(std::string_view bytes) {
    compressor_->compress(bytes, ZSTD_e_continue, behind_);
}

void ZstdSink::finish() {
    compressor_->compress({}, ZSTD_e_end, behind_);
    behind_.finish();
}

}  // namespace tixdb::exports
