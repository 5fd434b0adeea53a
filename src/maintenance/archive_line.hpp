// SPDX-License-Identifier: MIT
// The lines of an archive's file. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/installation.hpp"
#include "model/report.hpp"

namespace tixdb::maintenance {

// month: "2017-07".
[[nodiscard]] std::string archive_head(const model::InstallationKey& key, std::string_view month);
[[nodiscard]] std::string archive_tail(std::int64_t reports, std::int64_t observations);
// As a report file. Throws Error{failed} if the message does not have the report's digest.
[[nodiscard]] std::string archive_line(const model::Report& report);
// Of a line that archive_line() made: the message in base64, which nothing else in an archive's file has.
[[nodiscard]] std::string_view message_of_line(std::string_view line);

}  // namespace tixdb::maintenance
