// SPDX-License-Identifier: MIT

#include "maintenance/archive_line.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "model/report_file.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::string_view kMessageField = R"("message":")";

}  // namespace

std::string archive_head(const model::InstallationKey& key, std::string_view month) {
    return fmt::format(
        R"({{"archive":"tixdb reports","version":1,"userId":{},"installationId":{},"month":"{}",)"
        R"("lines":"one report of a TiX client each, as its report file; the last line counts them"}})",
        key.user_id, key.installation_id, month);
}

std::string archive_tail(std::int64_t reports, std::int64_t observations) {
    return fmt::format(R"({{"reports":{},"observations":{}}})", reports, observations);
}

std::string archive_line(const model::Report& report) {
    const auto message = model::message_of(report.observations);
    if (message.empty() || sha256(message) != report.message_digest) {
        throw Error(
            ErrorKind::failed,
            fmt::format("a report of {} does not have the digest that is stored: the database is damaged",
                        report.installation.text()),
            "`tixdb verify` tells more; restore a backup that verifies");
    }
    return model::report_file(report, message);
}

std::string_view message_of_line(std::string_view line) {
    const std::size_t at = line.find(kMessageField);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = line.substr(at + kMessageField.size());
    return rest.substr(0, rest.find('"'));
}

}  // namespace tixdb::maintenance
