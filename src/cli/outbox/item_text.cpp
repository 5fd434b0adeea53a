#include "cli/outbox/item_text.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/error.hpp"
#include "base/text.hpp"
#include "publish/address_support.hpp"

namespace tixdb::cli {

std::string note_of(const model::OutboxItem& item) {
    std::string note = item.note.value_or("");
    if (item.held_for != model::HeldFor::address) return note;
    if (const auto why = publish::why_unroutable(item.ip)) {
        note += fmt::format("{}tix-api takes no report of {}", note.empty() ? "" : "; ", *why);
    }
    return note;
}

std::int64_t outbox_id_of(const std::string& text) {
    std::int64_t id = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, id);
    if (parsed.ec != std::errc() || parsed.ptr != end || id <= 0) {
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is not the number of an item", escaped(text)),
                    "`tixdb outbox list` shows them");
    }
    return id;
}

}  // namespace tixdb::cli
