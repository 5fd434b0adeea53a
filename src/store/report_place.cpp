// SPDX-License-Identifier: MIT

#include "store/report_place.hpp"

#include "store/columns.hpp"

namespace tixdb::store {

ReportPlace place_at(const Statement& row, int column) {
    return {row.int64(column), digest_at(row, column + 1)};
}

ReportHeader header_of(const Statement& row) {
    return {row.int64(0), place_at(row, 1), row.int64(3), row.int64(4), row.int64(5) != 0};
}

std::span<const std::uint8_t> bytes_of(const ReportPlace& place) {
    return place.digest;
}

}  // namespace tixdb::store
