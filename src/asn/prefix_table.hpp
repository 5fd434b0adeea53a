// SPDX-License-Identifier: MIT
// The prefixes of one address family, put in order in memory before they are stored.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/address.hpp"

namespace tixdb::asn {

// What the files have and the table leaves out, counted.
struct TableNotes {
    std::int64_t default_routes = 0;  // 0.0.0.0/0, ::/0: who they lead to is not the network of an address
    std::int64_t duplicates = 0;      // prefixes given again: the last one counts
    std::int64_t conflicts = 0;       // those of them with other AS numbers
    std::int64_t not_routed = 0;      // AS 0 without a routed prefix around it: as if it were not there
};

// Takes 36 bytes per prefix. Call add() for each, then finish(), then for_each(). Belongs to one thread.
class PrefixTable {
  public:
    // as_numbers "0": not routed. country: two letters or empty. Throws Error{failed} beyond 5 million
    // prefixes.
    void add(const model::Prefix& prefix, std::string_view as_numbers, std::string_view country = {});

    // Sorts, and resolves duplicates and AS 0.
    void finish();

    struct Row {
        model::Prefix prefix;
        std::optional<int> parent_length;  // of the longest other prefix around this one
        std::optional<std::string_view> as_numbers;
        std::optional<std::string_view> country;
    };
    // Ascending: by first address, the shorter prefix first.
    void for_each(const std::function<void(const Row&)>& visit) const;

    // After finish().
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(records_.size()); }
    [[nodiscard]] const TableNotes& notes() const { return notes_; }

  private:
    using Origin = std::uint32_t;
    static constexpr Origin kNotRouted = 0;

    struct Record {
        model::Prefix prefix;
        Origin origin = kNotRouted;
        std::uint32_t ordinal = 0;  // as it was added
        char country[2] = {};       // zeros: unknown
    };

    Origin origin_of(std::string_view as_numbers);
    void drop_duplicates();
    void drop_bare_not_routed();

    std::vector<Record> records_;
    std::vector<std::string> origins_ = {"0"};
    std::unordered_map<std::string, Origin> origin_by_text_ = {{"0", kNotRouted}};
    TableNotes notes_;
};

}  // namespace tixdb::asn
