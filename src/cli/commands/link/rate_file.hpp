// SPDX-License-Identifier: MIT
// A CSV file of links' rates, as `tixdb link import` takes it.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "cli/frame/context.hpp"
#include "model/installation.hpp"
#include "model/link_rate.hpp"

namespace tixdb::cli {

inline constexpr double kLargestMbps = 1e6;

struct GivenRate {
    model::InstallationKey installation;
    std::optional<std::int64_t> from_s;  // none: as the command says
    model::LinkRate rate;                // a direction that is not given stays as it is
};

// Mb/s in (0, 1e6]; nothing if the text is none.
[[nodiscard]] std::optional<double> rate_of(std::string_view text);

// Columns by their names in the first line: user_id, installation_id, down_mbps, up_mbps and, if there is
// one, from. Throws Error{failed} that names the line of the first fault.
[[nodiscard]] std::vector<GivenRate> read_rate_file(const std::filesystem::path& path,
                                                    const Context& context);

}  // namespace tixdb::cli
