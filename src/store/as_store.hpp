// SPDX-License-Identifier: MIT
// The snapshots of network tables, with their prefixes and names.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.hpp"
#include "model/address.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

enum class AsContent { ipv4, ipv6, names };

inline constexpr EnumNames<AsContent, 3> kAsContents(
    "content of a table of networks",
    {{{AsContent::ipv4, "ipv4"}, {AsContent::ipv6, "ipv6"}, {AsContent::names, "names"}}});

[[nodiscard]] constexpr std::string_view name_of(AsContent content) {
    return kAsContents.name_of(content);
}
[[nodiscard]] constexpr AsContent content_of(model::AddressFamily family) {
    return family == model::AddressFamily::v4 ? AsContent::ipv4 : AsContent::ipv6;
}

struct AsSnapshot {
    std::int64_t as_snapshot_id = 0;
    AsContent content = AsContent::ipv4;
    std::int64_t valid_from_s = 0;
    std::string source;                     // the file's name
    std::string format;                     // asn::name_of(TableFormat)
    std::array<std::uint8_t, 32> digest{};  // SHA-256 of the file as it was, compressed or not
    std::int64_t prefixes = 0;
    std::int64_t names = 0;  // of autonomous systems, in this same file
    std::int64_t imported_ms = 0;
    std::optional<std::int64_t> pruned_ms;  // its prefixes and names are gone
};

// A row of a table. as_numbers is empty for what is marked as not routed (AS 0).
struct AsPrefix {
    model::Prefix prefix;
    std::optional<std::string> as_numbers;
    std::optional<std::string> country;
};

class AsStore {
  public:
    explicit AsStore(Database& database) : database_(database) {}

    // Returns as_snapshot_id; the caller's is ignored. run_id may be empty.
    std::int64_t insert(const AsSnapshot& snapshot, std::optional<std::int64_t> run_id);
    // All, by content, then by the time they are valid from, then in the order of import.
    [[nodiscard]] std::vector<AsSnapshot> snapshots();
    // Deletes the prefixes and names; the snapshot's own row stays, marked as pruned.
    void prune(std::int64_t as_snapshot_id, std::int64_t now_ms);

  private:
    Database& database_;
};

// Fills one snapshot. It is fastest if the prefixes come in ascending order.
class AsTableWriter {
  public:
    AsTableWriter(Database& database, std::int64_t as_snapshot_id);

    // parent_length: that of the longest prefix in this snapshot that contains this one and is shorter, if
    // there is one. find_prefix() relies on it.
    void insert_prefix(const model::Prefix& prefix, std::optional<int> parent_length,
                       const std::optional<std::string_view>& as_numbers,
                       const std::optional<std::string_view>& country);
    void insert_name(std::int64_t as_number, std::string_view name);

  private:
    std::int64_t as_snapshot_id_;
    Statement insert_prefix_;
    Statement insert_name_;
};

// Looks up prefixes and names in a snapshot. A prefix costs one search of the index for the last one that
// begins at or before the address, and one more per enclosing prefix that has to be tried.
class AsTableReader {
  public:
    explicit AsTableReader(Database& database);

    // The longest prefix that contains the address.
    [[nodiscard]] std::optional<AsPrefix> find_prefix(std::int64_t as_snapshot_id,
                                                      const model::Address& address);
    [[nodiscard]] std::optional<std::string> find_name(std::int64_t as_snapshot_id, std::int64_t as_number);
    // Changes whenever another connection has committed; within a transaction it never does.
    [[nodiscard]] std::int64_t data_version();

  private:
    Statement select_last_not_after_;
    Statement select_prefix_;
    Statement select_name_;
    Statement select_data_version_;
};

}  // namespace tixdb::store
