// SPDX-License-Identifier: MIT
// Compresses on the way, as gzip does.
#pragma once

#include <memory>

#include "exports/byte_sink.hpp"

namespace tixdb::exports {

// behind gets the compressed bytes; it must outlive this, and is finished with it. The same bytes in give the
// same bytes out: neither time nor name is in them.
class GzipSink final : public ByteSink {
  public:
    explicit GzipSink(ByteSink& behind);
    ~GzipSink() override;
    void write(std::string_view bytes) override;
    void finish() override;

  private:
    struct Deflater;

    void deflate_all(std::string_view bytes, int flush);

    ByteSink& behind_;
    std::unique_ptr<Deflater> deflater_;
};

}  // namespace tixdb::exports
