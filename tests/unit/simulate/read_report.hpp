// SPDX-License-Identifier: MIT
// A simulated report taken apart again, by other means than those that made it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/observation.hpp"
#include "simulate/sink.hpp"

namespace tixdb::test {

struct ReadReport {
    std::string from;
    std::string to;
    std::vector<std::string> fields;  // names, in no particular order
    std::int64_t user_id = 0;
    std::int64_t installation_id = 0;
    std::int64_t initial_ns = 0;
    std::string public_key;  // base64
    std::string message;     // base64
    std::string signature;   // base64
    std::vector<model::Observation> observations;
};

[[nodiscard]] ReadReport read_report(const simulate::ReportFile& file);

// True if OpenSSL's own SHA1withRSA verification takes the signature.
[[nodiscard]] bool is_signed(const ReadReport& report);

// (later - earlier) on two clocks of day, in (-12 h, 12 h].
[[nodiscard]] std::int64_t between_ns(std::int64_t earlier_ns, std::int64_t later_ns);

}  // namespace tixdb::test
