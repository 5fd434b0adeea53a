// SPDX-License-Identifier: MIT

#include "cli/stages/reprocess_hint.hpp"

#include <fmt/format.h>

#include "base/time_text.hpp"

namespace tixdb::cli {

std::string reprocess_command(const std::optional<model::InstallationKey>& installation, std::int64_t from_s,
                              std::int64_t to_s) {
    std::string command = "tixdb reprocess";
    if (installation) {
        command +=
            fmt::format(" --user {} --installation {}", installation->user_id, installation->installation_id);
    }
    return command + fmt::format(" --from {} --to {}", iso_of_s(from_s), iso_of_s(to_s));
}

}  // namespace tixdb::cli
