// SPDX-License-Identifier: MIT
// A report as its client signed and sent it, made again from what is stored.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/observation.hpp"
#include "store/evidence_reader.hpp"

namespace tixdb::exports {

// The message, bit for bit (model/observation.hpp).
[[nodiscard]] std::vector<std::uint8_t> message_of(std::span<const model::Observation> observations);

// A report file with the same fields and values as the one that was received; the order and spacing of the
// fields, which nobody signs, are our own. `tixdb ingest` reads it.
[[nodiscard]] std::string report_file_of(const store::SignedReport& report, const model::InstallationKey& key,
                                         std::span<const std::uint8_t> message);

// X.509 SubjectPublicKeyInfo in PEM (RFC 7468).
[[nodiscard]] std::string pem_of(std::span<const std::uint8_t> public_key);

}  // namespace tixdb::exports
