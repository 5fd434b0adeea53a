// SPDX-License-Identifier: MIT

#include "maintenance/short_transactions.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::chrono::milliseconds kLongEnough{100};

}  // namespace

void ShortTransactions::begin_step() {
    if (transaction_) return;
    transaction_.emplace(database_);
    since_begin_.restart();
}

bool ShortTransactions::end_step() {
    if (!transaction_ || since_begin_.elapsed() < kLongEnough) return true;
    commit();
    return pause_();
}

void ShortTransactions::commit() {
    if (!transaction_) return;
    transaction_->commit();
    transaction_.reset();
}

}  // namespace tixdb::maintenance
