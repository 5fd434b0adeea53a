#include "store/report_place.hpp"

#include <algorithm>

namespace tixdb::store {

ReportPlace place_at(const Statement& row, int column) {
    ReportPlace place;
    place.first_s = row.int64(column);
    const auto bytes = row.blob(column + 1);
    std::copy_n(bytes.begin(), std::min(bytes.size(), place.digest.size()), place.digest.begin());
    return place;
}

ReportHeader header_of(const Statement& row) {
    return {row.int64(0), place_at(row, 1), row.int64(3), row.int64(4), row.int64(5) != 0};
}

std::span<const std::uint8_t> bytes_of(const ReportPlace& place) {
    return place.digest;
}

}  // namespace tixdb::store
