// SPDX-License-Identifier: MIT

#include "metrics/methods.hpp"

#include "metrics/adaptive/adaptive.hpp"
#include "metrics/classic.hpp"
#include "metrics/queueing.hpp"

namespace tixdb::metrics {

int version_of(model::Method method) {
    switch (method) {
        case model::Method::classic:
            return kClassicVersion;
        case model::Method::queueing:
            return kQueueingVersion;
        case model::Method::adaptive:
            return kAdaptiveVersion;
    }
    return 0;
}

}  // namespace tixdb::metrics
