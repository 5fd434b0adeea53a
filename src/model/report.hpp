// SPDX-License-Identifier: MIT
// A report file's content after it has been checked: about a minute of observations of one installation.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/observation.hpp"

namespace tixdb::model {

using Digest = std::array<std::uint8_t, 32>;  // SHA-256

// Reports are placed by their first observation and last about a minute: whoever looks for the observations
// after a time looks at reports that begin up to so long before it.
inline constexpr std::int64_t kLongestReportS = 600;

struct Report {
    InstallationKey installation;
    std::string ip;    // canonical text of the client's address; IPv4-mapped IPv6 is IPv4
    std::string from;  // "host:port" or "[v6]:port", as received
    std::string to;    // the server, as received
    std::array<std::int64_t, 4>
        packet_ns{};  // the report packet's own t1…t4, ns of day; not used by any metric
    std::vector<std::uint8_t> public_key;   // X.509 SubjectPublicKeyInfo, DER
    std::vector<std::uint8_t> signature;    // SHA1withRSA of the decoded message
    Digest message_digest{};                // of the decoded message: what a report is known by
    Digest key_digest{};                    // of public_key
    bool verified = false;                  // the signature was checked and holds
    std::vector<Observation> observations;  // in message order, at least one
};

}  // namespace tixdb::model
