// SPDX-License-Identifier: MIT

#include "exports/zstd_sink.hpp"

namespace tixdb::exports {
namespace {

constexpr int kZstdLevel = 3;

}  // namespace

ZstdSink::ZstdSink(ByteSink& behind)
    : behind_(behind), compressor_(kZstdLevel, [&behind](std::string_view bytes) { behind.write(bytes); }) {}

void ZstdSink::write(std::string_view bytes) {
    compressor_.add(bytes);
}

void ZstdSink::finish() {
    compressor_.finish();
    behind_.finish();
}

}  // namespace tixdb::exports
