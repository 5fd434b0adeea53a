// SPDX-License-Identifier: MIT

#include "store/observation_store.hpp"

#include <algorithm>
#include <string>

#include "store/observation_residuals.hpp"
#include "store/sql/observation.hpp"

namespace tixdb::store {

bool is_exception(const model::Observation& observation, const model::Observation& first) {
    return observation.type != first.type || observation.packet_size != first.packet_size;
}

ObservationStore::ObservationStore(Database& database)
    : database_(database),
      select_next_id_(database, sql::observation::select_next_id),
      insert_exception_(database, sql::observation::insert_exception) {}

std::int64_t ObservationStore::next_id() {
    const ResetAtEnd reset(select_next_id_);
    select_next_id_.step();
    return select_next_id_.int64(0);
}

// Many rows a statement cost half as much as one each, and ids that SQLite counts on by itself cost less than
// ids that it has to look for first.
Statement& ObservationStore::insert_of(std::size_t rows) {
    std::unique_ptr<Statement>& insert = inserts_[rows - 1];
    if (!insert) {
        std::string text = std::string(sql::observation::insert_observations) + "(?, ?, ?, ?, ?, ?)";
        for (std::size_t row = 1; row < rows; ++row) text += ", (NULL, ?, ?, ?, ?, ?)";
        insert = std::make_unique<Statement>(database_, text);
    }
    return *insert;
}

void ObservationStore::append(std::span<const model::Observation> observations, std::int64_t first_id) {
    const model::Observation& first = observations.front();
    std::int64_t ordinal = 0;
    for (auto left = observations; !left.empty();) {
        const std::size_t rows = std::min(left.size(), kRowsAtOnce);
        Statement& insert = insert_of(rows);
        int at = 0;
        insert.bind(++at, first_id + ordinal);
        for (const model::Observation& observation : left.first(rows)) {
            const ObservationResiduals residuals = residuals_of(observation, first, ordinal++);
            insert.bind(++at, residuals.elapsed_s);
            insert.bind(++at, residuals.initial_ns);
            insert.bind(++at, residuals.upstream_ns);
            insert.bind(++at, residuals.server_ns);
            insert.bind(++at, residuals.downstream_ns);
        }
        insert.execute();
        left = left.subspan(rows);
    }
    append_exceptions(observations, first_id);
}

void ObservationStore::append_exceptions(std::span<const model::Observation> observations,
                                         std::int64_t first_id) {
    for (std::size_t i = 1; i < observations.size(); ++i) {
        const model::Observation& observation = observations[i];
        if (!is_exception(observation, observations.front())) continue;
        insert_exception_.bind_all(first_id + static_cast<std::int64_t>(i),
                                   std::string_view(&observation.type, 1), observation.packet_size);
        insert_exception_.execute();
    }
}

}  // namespace tixdb::store
