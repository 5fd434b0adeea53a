// SPDX-License-Identifier: MIT

#include "support/table_files.hpp"

#include <zlib.h>

#include <fstream>
#include <stdexcept>

namespace tixdb::test {

std::filesystem::path write_file(const TemporaryFolder& folder, const std::string& name,
                                 std::string_view content) {
    std::filesystem::path path = folder / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

std::string gzipped(std::string_view content) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("zlib cannot start");
    }
    std::string input(content);
    std::string output(deflateBound(&stream, input.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(output.data());
    stream.avail_out = static_cast<uInt>(output.size());
    deflate(&stream, Z_FINISH);
    output.resize(stream.total_out);
    deflateEnd(&stream);
    return output;
}

}  // namespace tixdb::test
