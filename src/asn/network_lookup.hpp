// SPDX-License-Identifier: MIT
// The network of an address, from the snapshots in the database.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "model/network.hpp"
#include "store/as_store.hpp"

namespace tixdb::asn {

// Notices what other connections import or prune meanwhile, but not what its own connection does.
// Thread rule: network_of() may be called from any thread.
class NetworkLookup final : public model::AddressLookup {
  public:
    // Nothing else may use the connection while calls from other threads than its own are going on.
    explicit NetworkLookup(store::Database& database);

    [[nodiscard]] model::Network network_of(const model::Address& address, std::int64_t at_s) override;

    // As of the last lookup. Not to be called while other threads look up.
    [[nodiscard]] const std::vector<store::AsSnapshot>& snapshots() const { return snapshots_; }
    // Null if there is none of that id.
    [[nodiscard]] const store::AsSnapshot* snapshot(std::int64_t as_snapshot_id) const;

  private:
    // The snapshots that answer: of the prefixes, then of the names; 0 for none.
    struct Question {
        model::Address address;
        std::int64_t prefixes_id = 0;
        std::int64_t names_id = 0;
        std::int64_t other_names_id = 0;  // for numbers that the first does not name

        friend auto operator<=>(const Question&, const Question&) = default;
    };

    // False if it was not necessary.
    bool read_snapshots_again();
    [[nodiscard]] model::Network known_answer(const Question& question);
    [[nodiscard]] Question question_of(const model::Address& address, std::int64_t at_s) const;
    [[nodiscard]] model::Network answer(const Question& question);
    [[nodiscard]] std::optional<std::string> names_of(const Question& question, std::string_view as_numbers);

    std::mutex mutex_;
    store::Database& database_;
    store::AsTableReader reader_;
    std::int64_t data_version_;
    std::vector<store::AsSnapshot> snapshots_;
    std::map<Question, model::Network> answers_;  // windows of one installation ask the same again and again
};

}  // namespace tixdb::asn
