// SPDX-License-Identifier: MIT
// tixdb outbox retry and drop
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/frame/command.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::cli {

// Changes all items that are named, or none of them.
class OutboxChange : public Command {
  public:
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;
    ExitCode run(Context& context) override;

  protected:
    OutboxChange(std::string name, std::string done) : name_(std::move(name)), done_(std::move(done)) {}

    // False if the item's state does not allow it.
    virtual bool change(store::OutboxStore& outbox, std::int64_t outbox_id) = 0;
    // Whether an item that was so before, and cannot be changed, is as it was to become. A run of which only
    // the record could not be stored can so be begun again.
    [[nodiscard]] virtual bool is_done(const model::OutboxItem& before) const = 0;
    // After all have been changed.
    virtual void finish_change(store::Database&) {}
    // The items that are named by their state in place of their numbers.
    [[nodiscard]] virtual std::vector<std::int64_t> chosen_by_state(store::OutboxStore& outbox) = 0;

    std::vector<std::string> id_texts_;

  private:
    std::int64_t change_all(store::Database& database);

    std::string name_;  // "retry"
    std::string done_;  // "released"
    std::vector<std::int64_t> outbox_ids_;
    bool dry_run_ = false;
};

class OutboxRetry final : public OutboxChange {
  public:
    OutboxRetry() : OutboxChange("retry", "released") {}
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;

  private:
    bool change(store::OutboxStore& outbox, std::int64_t outbox_id) override {
        return outbox.retry(outbox_id);
    }
    // Another one's retry may have released it too.
    [[nodiscard]] bool is_done(const model::OutboxItem& before) const override {
        return before.state == model::OutboxState::pending;
    }
    void finish_change(store::Database& database) override;
    [[nodiscard]] std::vector<std::int64_t> chosen_by_state(store::OutboxStore& outbox) override;

    std::string state_;
};

class OutboxDrop final : public OutboxChange {
  public:
    OutboxDrop() : OutboxChange("drop", "dropped") {}
    void add_options(OptionSet& options) override;
    void validate(const Context& context) override;

  private:
    bool change(store::OutboxStore& outbox, std::int64_t outbox_id) override {
        return outbox.drop(outbox_id, reason_);
    }
    // Another reason would be lost: what is dropped keeps the one that it has.
    [[nodiscard]] bool is_done(const model::OutboxItem& before) const override {
        return before.state == model::OutboxState::dropped && before.drop_reason == reason_;
    }
    [[nodiscard]] std::vector<std::int64_t> chosen_by_state(store::OutboxStore&) override { return {}; }

    std::string reason_;
};

}  // namespace tixdb::cli
