// SPDX-License-Identifier: MIT
// Writes a report the way clients and condenser do: the packed observations, and the JSON around them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/installation.hpp"
#include "model/observation.hpp"

namespace tixdb::simulate {

// 45 bytes each, big-endian (model/observation.hpp).
[[nodiscard]] std::vector<std::uint8_t> encoded_message(std::span<const model::Observation> observations);

struct ReportContent {
    model::InstallationKey key;
    std::string from;  // "host:port", as the server saw the client
    std::string to;
    std::int64_t initial_ns = 0;  // client clock when the report left, ns of day
    std::string_view public_key;  // base64
    std::string_view message;     // base64
    std::string_view signature;   // base64
};

// None of the texts may need escaping in JSON.
[[nodiscard]] std::string report_json(const ReportContent& content);

}  // namespace tixdb::simulate
