// SPDX-License-Identifier: MIT
// Whether a result is sent to tix-api, and if not, why.
#pragma once

#include <string_view>

#include "base/enum_names.hpp"

namespace tixdb::model {

enum class PublishDecision {
    queued,               // it has a row in the outbox
    other_method,         // not the method that this database publishes
    missing_value,        // tix-api takes no result without usage and quality of both directions
    reprocess,            // recomputed: what was sent stands
    before_publish_from,  // its window ended before --publish-from
};

inline constexpr EnumNames<PublishDecision, 5> kPublishDecisions(
    "publish decision", {{{PublishDecision::queued, "queued"},
                          {PublishDecision::other_method, "other_method"},
                          {PublishDecision::missing_value, "missing_value"},
                          {PublishDecision::reprocess, "reprocess"},
                          {PublishDecision::before_publish_from, "before_publish_from"}}});

[[nodiscard]] constexpr std::string_view name_of(PublishDecision decision) {
    return kPublishDecisions.name_of(decision);
}

}  // namespace tixdb::model
