// SPDX-License-Identifier: MIT
// What tix-time-processor left behind, or whoever can write into its folders.
#include "publish/failed_report.hpp"

#include <cmath>
#include <variant>

#include "base/text.hpp"
#include "fuzz/targets.hpp"
#include "model/address.hpp"
#include "payload/payload.hpp"

namespace tixdb::fuzz {

void failed_report(Bytes input) {
    const auto read = publish::read_failed_report(text_of(input));
    if (const auto* why = std::get_if<std::string>(&read)) {
        require(!why->empty(), "a refusal without a reason");
        require_safe_to_show(*why);
        return;
    }
    const auto& report = std::get<publish::FailedReport>(read);
    require(report.last_s > 0, "a time that is none");
    require(model::Address::parse(report.ip).has_value(), "an address that is none");
    const auto figures = payload::figures_of(report.body);
    require(figures.has_value(), "a body that tix-api would hang on");
    for (const double figure :
         {figures->up_usage, figures->up_quality, figures->down_usage, figures->down_quality})
        require(figure >= 0 && figure <= 1, "a figure that is no share");
}

}  // namespace tixdb::fuzz
