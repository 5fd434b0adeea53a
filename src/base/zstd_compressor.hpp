// SPDX-License-Identifier: MIT
// Compresses a stream of bytes as zstd does, with its checksum.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct ZSTD_CCtx_s;

namespace tixdb {

// The same bytes in give the same bytes out. Belongs to one thread. Throws std::bad_alloc where memory is
// short, Error{failed} if zstd fails otherwise, and whatever `take` throws.
class ZstdCompressor {
  public:
    // take gets the compressed bytes, piece by piece.
    ZstdCompressor(int level, std::function<void(std::string_view compressed)> take);

    void add(std::string_view bytes);
    // Ends the stream. Nothing may be added afterwards.
    void finish();

  private:
    struct Free {
        void operator()(ZSTD_CCtx_s* context) const;
    };

    void compress(std::string_view bytes, bool is_last);

    std::function<void(std::string_view)> take_;
    std::unique_ptr<ZSTD_CCtx_s, Free> context_;
    std::string output_;
};

}  // namespace tixdb
