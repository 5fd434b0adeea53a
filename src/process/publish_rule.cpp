// SPDX-License-Identifier: MIT

#include "process/publish_rule.hpp"

namespace tixdb::process {
namespace {

using model::PublishDecision;

bool is_before_publish_from(const model::Window& window, const Parameters& parameters) {
    return parameters.publish_from_s && window.last_probe_s < *parameters.publish_from_s;
}

// A window that has been queued already keeps the method that it was queued with.
model::Method method_to_publish(const Parameters& parameters, const PublishedSoFar& so_far, bool republish) {
    if (republish) return parameters.published;
    if (so_far.open) return *so_far.open;
    return so_far.sent.value_or(parameters.published);
}

}  // namespace

PublishDecision decide_live(const model::Window& window, const model::WindowMetrics& metrics,
                            const Parameters& parameters) {
    return decide_again(window, metrics, parameters, {}, false);
}

PublishDecision decide_again(const model::Window& window, const model::WindowMetrics& metrics,
                             const Parameters& parameters, const PublishedSoFar& so_far, bool republish) {
    if (metrics.method != method_to_publish(parameters, so_far, republish)) {
        return PublishDecision::other_method;
    }
    if (!model::is_publishable(metrics)) return PublishDecision::missing_value;
    if (so_far.open) return PublishDecision::queued;
    if (is_before_publish_from(window, parameters)) return PublishDecision::before_publish_from;
    if (republish) return PublishDecision::queued;
    if (so_far.was_sent) return PublishDecision::reprocess;
    if (so_far.was_before_publish_from) return PublishDecision::before_publish_from;
    return PublishDecision::queued;
}

}  // namespace tixdb::process
