// SPDX-License-Identifier: MIT
// Compresses on the way, as zstd does.
#pragma once

#include "base/zstd_compressor.hpp"
#include "exports/byte_sink.hpp"

namespace tixdb::exports {

// behind gets the compressed bytes; it must outlive this, and is finished with it. The same bytes in give the
// same bytes out.
class ZstdSink final : public ByteSink {
  public:
    explicit ZstdSink(ByteSink& behind);
    void write(std::string_view bytes) override;
    void finish() override;

  private:
    ByteSink& behind_;
    ZstdCompressor compressor_;
};

}  // namespace tixdb::exports
