// SPDX-License-Identifier: MIT
// The fields that a report file has to have, as its JSON gives them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tixdb::ingest {

struct ReportFields {
    // Texts first, then whole numbers.
    enum Field : std::size_t {
        from,
        to,
        type,
        public_key,
        message,
        signature,
        initial,
        reception,
        sent,
        final,
        user_id,
        installation_id,
    };
    static constexpr std::size_t kTexts = initial;
    static constexpr std::size_t kFields = installation_id + 1;

    static constexpr std::array<std::string_view, kFields> kNames = {
        "from",
        "to",
        "type",
        "publicKey",
        "message",
        "signature",
        "initialTimestamp",
        "receptionTimestamp",
        "sentTimestamp",
        "finalTimestamp",
        "userId",
        "installationId",
    };

    // Nothing if a report file has no such field.
    [[nodiscard]] static std::optional<std::size_t> place_of(std::string_view name) {
        const auto* found = std::find(kNames.begin(), kNames.end(), name);
        if (found == kNames.end()) return std::nullopt;
        return static_cast<std::size_t>(found - kNames.begin());
    }

    [[nodiscard]] std::string_view text(Field field) const { return texts[field]; }
    [[nodiscard]] std::int64_t number(Field field) const { return numbers[field - kTexts]; }

    // They point into what was read.
    std::array<std::string_view, kTexts> texts;
    std::array<std::int64_t, kFields - kTexts> numbers{};
};

}  // namespace tixdb::ingest
