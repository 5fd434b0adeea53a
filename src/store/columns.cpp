// SPDX-License-Identifier: MIT

#include "store/columns.hpp"

#include <algorithm>

#include "base/enum_names.hpp"
#include "base/parse_number.hpp"

namespace tixdb::store {

std::vector<std::uint8_t> bytes_at(const Statement& row, int column) {
    const auto bytes = row.blob(column);
    return {bytes.begin(), bytes.end()};
}

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
    return parse_number<double>(row.text_view(column));
}

model::Method method_at(const Statement& row, int column) {
    const std::string_view name = row.text_view(column);
    if (const auto method = model::method_named(name)) return *method;
    throw_unknown_name("method", name);
}

}  // namespace tixdb::store
