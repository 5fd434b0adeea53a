// SPDX-License-Identifier: MIT
// Concludes from the ends of a run's requests, taken together, whether to go on and whose fault it is. Pure:
// events in, decisions out. The rules are those of docs/man/tixdb-publish.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "publish/request_end.hpp"

namespace tixdb::publish {

enum class RequestKind { get, post };

// An address that nothing was sent of lately, and that tix-api has refused or could not look up.
struct FailedAddress {
    std::string ip;
    std::int64_t outbox_id = 0;
    bool was_ever_taken = false;
};

// What the failures of new addresses say once there are five different ones in a row.
enum class AddressVerdict {
    as_it_is,        // not five yet
    hold_them,       // none of them was ever taken: they are to be held, and the run goes on
    table_is_wrong,  // one was: tix-api's table of networks is, and they are to be tried again
};

class RunHealth {
  public:
    explicit RunHealth(bool server_stores_odd_answers) : stores_odd_answers_(server_stores_odd_answers) {}

    // The run ends, with what is in flight left to end. The first reason stands, but for one that no later
    // run would overcome by itself.
    void end(ErrorKind kind, const std::string& error, const std::string& hint);
    // The run goes on with what it may still do; if nothing ends it before, this is its reason.
    void end_when_done(ErrorKind kind, const std::string& error, const std::string& hint);
    [[nodiscard]] bool is_ended() const { return ended_by_.has_value(); }
    // Why the run has ended, or will.
    [[nodiscard]] const std::optional<Error>& reason() const { return ended_by_ ? ended_by_ : ends_later_; }

    // Five requests of a kind in a row that add one end the run; others of no effect may lie between them.
    void count(RequestKind kind, RowEffect effect, const std::string& error);
    // How many there are at the moment, at least 1: what a backoff grows with.
    [[nodiscard]] int row_length(RequestKind kind) const;

    // tix-api refused the report. True if it refuses this one and takes others, so that it is dead; else it
    // is to be tried again. Three in a row with nothing stored end the run.
    bool report_refused(std::int64_t outbox_id, const std::string& error);
    // tix-api took a report. Returns those that were refused before it in this run: they are dead now.
    std::vector<std::int64_t> report_taken();
    [[nodiscard]] bool has_stored() const { return has_stored_; }
    // Anything else that tix-api said of a report: those that it refuses are no row any more.
    void report_answered() { refused_in_a_row_ = 0; }

    AddressVerdict address_failed(const FailedAddress& address, const std::string& error);
    void new_address_taken() { failed_addresses_.clear(); }
    // Those of the last verdict but as_it_is.
    [[nodiscard]] const std::vector<FailedAddress>& judged_addresses() const { return judged_addresses_; }
    // No further new address is to be tried in this run.
    [[nodiscard]] bool are_new_addresses_paused() const { return are_new_addresses_paused_; }

    // A POST was answered as tix-api does not. True if it is the first one of a server that stores what it
    // answers so, which is worth saying; of another server it ends the run.
    bool odd_answer(const std::string& error, const std::string& hint);
    // A look-up has found whether a report that was answered so is stored. True if that is news of the
    // server.
    bool odd_answer_looked_up(bool is_stored);
    [[nodiscard]] bool server_stores_odd_answers() const { return stores_odd_answers_; }

    // A pre-flight said that the installation is unknown, or that it is known. True if there are five of the
    // first kind in a row, and nothing has told yet whether this is tix-api at all.
    bool installation_unknown();
    void installation_known() { unknown_installations_ = 0; }

  private:
    static constexpr int kMostInARow = 5;
    static constexpr int kMostRefusedInARow = 3;

    [[nodiscard]] int& row_of(RequestKind kind) { return rows_[static_cast<std::size_t>(kind)]; }

    std::optional<Error> ended_by_;
    std::optional<Error> ends_later_;
    std::array<int, 2> rows_{};  // by RequestKind
    bool has_stored_ = false;
    int refused_in_a_row_ = 0;
    std::vector<std::int64_t> refused_;
    std::vector<FailedAddress> failed_addresses_;  // in a row
    std::vector<FailedAddress> judged_addresses_;
    bool are_new_addresses_paused_ = false;
    bool stores_odd_answers_;
    bool has_told_of_odd_answers_ = false;
    int unknown_installations_ = 0;  // in a row
};

}  // namespace tixdb::publish
