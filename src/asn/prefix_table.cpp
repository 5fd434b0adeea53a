// SPDX-License-Identifier: MIT

#include "asn/prefix_table.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace tixdb::asn {
namespace {

constexpr std::size_t kMostPrefixes = 5'000'000;

// The prefixes around the one that a walk in ascending order has come to, the longest last.
class Around {
  public:
    // Leaves those that contain prefix.
    void narrow_to(const model::Prefix& prefix) {
        while (!open_.empty() && !open_.back().contains(prefix.first)) open_.pop_back();
    }
    void enter(const model::Prefix& prefix) { open_.push_back(prefix); }
    [[nodiscard]] bool empty() const { return open_.empty(); }
    [[nodiscard]] std::optional<int> longest() const {
        if (open_.empty()) return std::nullopt;
        return open_.back().length;
    }

  private:
    std::vector<model::Prefix> open_;
};

}  // namespace

PrefixTable::Origin PrefixTable::origin_of(std::string_view as_numbers) {
    const auto next = static_cast<Origin>(origins_.size());
    const auto [found, is_new] = origin_by_text_.emplace(as_numbers, next);
    if (is_new) origins_.emplace_back(as_numbers);
    return found->second;
}

void PrefixTable::add(const model::Prefix& prefix, std::string_view as_numbers, std::string_view country) {
    if (prefix.length == 0) {
        ++notes_.default_routes;
        return;
    }
    if (records_.size() >= kMostPrefixes) {
        throw Error(ErrorKind::failed, "more than 5 million prefixes", "this is no table of networks");
    }
    Record record;
    record.prefix = prefix;
    record.origin = origin_of(as_numbers);
    record.ordinal = static_cast<std::uint32_t>(records_.size());
    if (country.size() == 2) std::copy(country.begin(), country.end(), std::begin(record.country));
    records_.push_back(record);
}

void PrefixTable::finish() {
    std::sort(records_.begin(), records_.end(), [](const Record& a, const Record& b) {
        const auto order = a.prefix <=> b.prefix;
        return order != 0 ? order < 0 : a.ordinal < b.ordinal;
    });
    drop_duplicates();
    drop_bare_not_routed();
}

void PrefixTable::drop_duplicates() {
    auto kept = records_.begin();
    for (auto record = records_.begin(); record != records_.end(); ++record) {
        const bool again = kept != records_.begin() && std::prev(kept)->prefix == record->prefix;
        if (!again) {
            *kept++ = *record;
            continue;
        }
        Record& former = *std::prev(kept);
        ++notes_.duplicates;
        if (former.origin != record->origin) ++notes_.conflicts;
        former = *record;
    }
    records_.erase(kept, records_.end());
}

// Inside a routed prefix "not routed" is news; elsewhere it says what a missing prefix says.
void PrefixTable::drop_bare_not_routed() {
    Around around;
    const auto is_bare = [&](const Record& record) {
        around.narrow_to(record.prefix);
        if (record.origin == kNotRouted && around.empty()) return true;
        around.enter(record.prefix);
        return false;
    };
    auto kept = records_.begin();
    for (const Record& record : records_) {
        if (is_bare(record))
            ++notes_.not_routed;
        else
            *kept++ = record;
    }
    records_.erase(kept, records_.end());
}

void PrefixTable::for_each(const std::function<void(const Row&)>& visit) const {
    Around around;
    for (const Record& record : records_) {
        around.narrow_to(record.prefix);
        Row row{record.prefix, around.longest(), std::nullopt, std::nullopt};
        if (record.origin != kNotRouted) row.as_numbers = origins_[record.origin];
        if (record.country[0] != '\0') row.country = std::string_view(std::begin(record.country), 2);
        visit(row);
        around.enter(record.prefix);
    }
}

}  // namespace tixdb::asn
