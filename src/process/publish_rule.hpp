// SPDX-License-Identifier: MIT
// Whether a result is sent to tix-api. Pure.
#pragma once

#include <optional>

#include "model/publish_decision.hpp"
#include "model/result.hpp"
#include "model/window.hpp"
#include "process/parameters.hpp"

namespace tixdb::process {

// Of a window that is new.
[[nodiscard]] model::PublishDecision decide_live(const model::Window& window,
                                                 const model::WindowMetrics& metrics,
                                                 const Parameters& parameters);

// What became of the results so far of a window, or of the windows that a new one comes in place of.
struct PublishedSoFar {
    std::optional<model::Method> open;  // the method of an item that waits, is held or dead
    bool was_sent = false;              // or dropped by the operator, or its successor was not to be sent
    bool was_before_publish_from = false;
    std::optional<model::Method> sent;  // the method of the item that was sent, if one was
};

// Of a window that is computed again: what waits is replaced; what was sent stands, unless `republish`.
[[nodiscard]] model::PublishDecision decide_again(const model::Window& window,
                                                  const model::WindowMetrics& metrics,
                                                  const Parameters& parameters, const PublishedSoFar& so_far,
                                                  bool republish);

}  // namespace tixdb::process
