// SPDX-License-Identifier: MIT

#include "exports/gzip_sink.hpp"

#include <zlib.h>

#include <new>
#include <string>

namespace tixdb::exports {
namespace {

// Rows of digits: level 6 makes them 7 % smaller in four times the time.
constexpr int kGzipLevel = 3;
constexpr int kGzipFormat = 16 + MAX_WBITS;
constexpr int kMemoryLevel = 9;
constexpr std::size_t kOutputBytes = 256 * 1024;

}  // namespace

struct GzipSink::Deflater {
    z_stream stream{};
    std::string out = std::string(kOutputBytes, '\0');

    Deflater() {
        if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipFormat, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
            Z_OK)
            throw std::bad_alloc();
    }
    ~Deflater() { deflateEnd(&stream); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
};

GzipSink::GzipSink(ByteSink& behind) : behind_(behind), deflater_(std::make_unique<Deflater>()) {}

GzipSink::~GzipSink() = default;

// zlib counts in 32 bits: the formatter's pieces are far smaller.
void GzipSink::deflate_all(std::string_view bytes, int flush) {
    z_stream& stream = deflater_->stream;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    do {
        stream.next_out = reinterpret_cast<Bytef*>(deflater_->out.data());
        stream.avail_out = static_cast<uInt>(deflater_->out.size());
        (void)deflate(&stream, flush);
        behind_.write(std::string_view(deflater_->out).substr(0, deflater_->out.size() - stream.avail_out));
    } while (stream.avail_out == 0);
}

void GzipSink::write(std::string_view bytes) {
    deflate_all(bytes, Z_NO_FLUSH);
}

void GzipSink::finish() {
    deflate_all({}, Z_FINISH);
    behind_.finish();
}

}  // namespace tixdb::exports
