// SPDX-License-Identifier: MIT
// Whether a result is sent to tix-api, and if not, why.
#pragma once

#include <optional>
#include <string_view>

namespace tixdb::model {

enum class PublishDecision {
    queued,               // it has a row in the outbox
    other_method,         // not the method that this database publishes
    missing_value,        // tix-api takes no result without usage and quality of both directions
    reprocess,            // recomputed: what was sent stands
    before_publish_from,  // its window ended before --publish-from
};

[[nodiscard]] constexpr std::string_view name_of(PublishDecision decision) {
    switch (decision) {
        case PublishDecision::queued:
            return "queued";
        case PublishDecision::other_method:
            return "other_method";
        case PublishDecision::missing_value:
            return "missing_value";
        case PublishDecision::reprocess:
            return "reprocess";
        case PublishDecision::before_publish_from:
            return "before_publish_from";
    }
    return "unknown";
}

[[nodiscard]] constexpr std::optional<PublishDecision> publish_decision_named(std::string_view name) {
    for (const auto decision :
         {PublishDecision::queued, PublishDecision::other_method, PublishDecision::missing_value,
          PublishDecision::reprocess, PublishDecision::before_publish_from}) {
        if (name == name_of(decision)) return decision;
    }
    return std::nullopt;
}

}  // namespace tixdb::model
