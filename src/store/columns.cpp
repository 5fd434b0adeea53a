// SPDX-License-Identifier: MIT

#include "store/columns.hpp"

#include <algorithm>
#include <charconv>

namespace tixdb::store {

model::Digest digest_at(const Statement& row, int column) {
    model::Digest digest{};
    const auto bytes = row.blob(column);
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
}

std::optional<model::Digest> optional_digest_at(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return digest_at(row, column);
}

std::optional<double> json_number_at(const Statement& row, int column) {
    const std::string_view text = row.text_view(column);
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace tixdb::store
