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

// Reports are ordered by their first observation and last about a minute. A search for the observations after
// some time therefore has to look at reports that begin up to so many seconds before it.
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
    Digest message_digest{};                // of the decoded message: what identifies a report
    Digest key_digest{};                    // of public_key
    bool verified = false;                  // the signature was checked and holds
    std::vector<Observation> observations;  // in message order, at least one
};

}  // namespace tixdb::model
