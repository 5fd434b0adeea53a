// SPDX-License-Identifier: MIT
// What tix-time-processor left in failed-results/ when it could not post a result: pure, bytes in, a body
// out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace tixdb::publish {

struct FailedReport {
    std::int64_t last_s = 0;  // the result's timestamp at tix-api, unix seconds
    std::string ip;           // as it stands there: an address
    std::string body;         // as payload::body_of() writes it
};

// {"results": {"timestamp", "upstream": {"usage", "quality", "hurst": {"rs", "wavelet"}}, "downstream": {…}},
// "ip"}, as Python's json module writes it: NaN and Infinity may stand for numbers. Missing or infinite Hurst
// exponents become null. Else a text that says why it cannot be sent: it is no such file, has no whole
// timestamp in (0, 2^32), no address, or not four finite figures. May be called from any thread.
[[nodiscard]] std::variant<FailedReport, std::string> read_failed_report(std::string_view text);

}  // namespace tixdb::publish
