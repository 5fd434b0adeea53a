// Items of the outbox as people read them.
#pragma once

#include <cstdint>
#include <string>

#include "model/outbox_item.hpp"

namespace tixdb::cli {

// What there is to know besides the answers of tix-api: the item's own note, and for a held one that its
// address is of a kind that tix-api never takes. Empty if nothing.
[[nodiscard]] std::string note_of(const model::OutboxItem& item);

// A command line argument as outbox_id. Throws Error{usage}.
[[nodiscard]] std::int64_t outbox_id_of(const std::string& text);

}  // namespace tixdb::cli
