// SPDX-License-Identifier: MIT
// A report as a client signs and sends it: the packed message, and the JSON around it. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/installation.hpp"
#include "model/observation.hpp"
#include "model/report.hpp"

namespace tixdb::model {

// What is signed, bit for bit (model/observation.hpp).
[[nodiscard]] std::vector<std::uint8_t> message_of(std::span<const Observation> observations);

struct ReportFileFields {
    InstallationKey installation;
    std::string_view from;  // "host:port", as the server saw the client
    std::string_view to;
    std::array<std::int64_t, 4> packet_ns{};  // the report packet's own t1…t4, ns of day
    std::string_view public_key;              // base64
    std::string_view message;                 // base64
    std::string_view signature;               // base64
};

// One line without its line feed. The order and spacing of the fields, which nobody signs, are our own;
// `tixdb ingest` reads it.
[[nodiscard]] std::string report_file(const ReportFileFields& fields);

// With the values of the file that the report came from. message: that of its observations.
[[nodiscard]] std::string report_file(const Report& report, std::span<const std::uint8_t> message);

}  // namespace tixdb::model
