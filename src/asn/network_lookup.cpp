// SPDX-License-Identifier: MIT

#include "asn/network_lookup.hpp"

#include <algorithm>

#include "asn/snapshot_choice.hpp"
#include "base/parse_number.hpp"

namespace tixdb::asn {
namespace {

// Some 10 MB; beyond that the answers are forgotten and looked up anew.
constexpr std::size_t kMostAnswers = 50'000;

// The numbers in "64500", "64500_64501", "{64500,64501}".
std::vector<std::int64_t> numbers_in(std::string_view as_numbers) {
    std::vector<std::int64_t> numbers;
    while (!as_numbers.empty()) {
        const std::size_t size = as_numbers.size();
        if (const auto number = take_number<std::int64_t>(as_numbers)) numbers.push_back(*number);
        if (as_numbers.size() == size) as_numbers.remove_prefix(1);
    }
    return numbers;
}

}  // namespace

NetworkLookup::NetworkLookup(store::Database& database)
    : database_(database),
      reader_(database),
      data_version_(reader_.data_version()),
      snapshots_(store::AsStore(database).snapshots()) {}

const store::AsSnapshot* NetworkLookup::snapshot(std::int64_t as_snapshot_id) const {
    const auto found = std::find_if(
        snapshots_.begin(), snapshots_.end(),
        [&](const store::AsSnapshot& snapshot) { return snapshot.as_snapshot_id == as_snapshot_id; });
    return found == snapshots_.end() ? nullptr : &*found;
}

bool NetworkLookup::read_snapshots_again() {
    const std::int64_t version = reader_.data_version();
    if (version == data_version_) return false;
    data_version_ = version;
    snapshots_ = store::AsStore(database_).snapshots();
    return true;
}

// Names come with the prefixes, or in tables of their own. Of both, that which speaks better for the time
// goes first.
NetworkLookup::Question NetworkLookup::question_of(const model::Address& address, std::int64_t at_s) const {
    Question question;
    question.address = address;
    const auto* prefixes = snapshot_at(snapshots_, store::content_of(address.family()), at_s);
    if (prefixes == nullptr) return question;
    question.prefixes_id = prefixes->as_snapshot_id;
    const auto* names = snapshot_at(snapshots_, store::AsContent::names, at_s);
    if (names != nullptr) question.names_id = names->as_snapshot_id;
    if (prefixes->names == 0) return question;
    question.other_names_id = prefixes->as_snapshot_id;
    const bool own_is_better =
        names == nullptr || (names->valid_from_s > at_s && prefixes->valid_from_s <= at_s) ||
        (names->valid_from_s < prefixes->valid_from_s && prefixes->valid_from_s <= at_s) ||
        (names->valid_from_s > prefixes->valid_from_s && prefixes->valid_from_s > at_s);
    if (own_is_better) std::swap(question.names_id, question.other_names_id);
    return question;
}

std::optional<std::string> NetworkLookup::names_of(const Question& question, std::string_view as_numbers) {
    std::optional<std::string> names;
    for (const std::int64_t number : numbers_in(as_numbers)) {
        std::optional<std::string> name;
        for (const std::int64_t table : {question.names_id, question.other_names_id}) {
            if (!name && table != 0) name = reader_.find_name(table, number);
        }
        if (!name) continue;
        names = names ? *names + "; " + *name : *name;
    }
    return names;
}

model::Network NetworkLookup::answer(const Question& question) {
    model::Network network;
    if (question.prefixes_id == 0) return network;
    network.as_snapshot_id = question.prefixes_id;
    const auto found = reader_.find_prefix(question.prefixes_id, question.address);
    if (!found) return network;
    network.prefix = found->prefix.text();
    network.as_number = found->as_numbers;
    network.country = found->country;
    if (network.as_number) network.as_name = names_of(question, *network.as_number);
    return network;
}

model::Network NetworkLookup::network_of(const model::Address& address, std::int64_t at_s) {
    const model::AddressKind kind = address.kind();
    if (kind != model::AddressKind::global) {
        model::Network network;
        network.kind = kind;
        return network;
    }
    const std::lock_guard lock(mutex_);
    // A table that was pruned while it was asked would know nothing: only what nobody has changed meanwhile
    // counts.
    model::Network network;
    do network = known_answer(question_of(address, at_s));
    while (read_snapshots_again());
    return network;
}

// What an id stands for never changes, but for going.
model::Network NetworkLookup::known_answer(const Question& question) {
    const auto known = answers_.find(question);
    if (known != answers_.end()) return known->second;
    if (answers_.size() >= kMostAnswers) answers_.clear();
    return answers_.emplace(question, answer(question)).first->second;
}

}  // namespace tixdb::asn
