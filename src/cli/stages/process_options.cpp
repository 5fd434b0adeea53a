// SPDX-License-Identifier: MIT

#include "cli/stages/process_options.hpp"

#include "model/method.hpp"
#include "process/settings.hpp"

namespace tixdb::cli {

void ProcessOptions::declare(OptionSet& options) {
    options
        .value("--method", method,
               "compute only this method, and the one that is published: " + model::method_choices_text())
        .choices(model::method_choices());
    options.value("--publish-from", publish_from,
                  "compute windows that end before this time, but do not queue them; kept as a setting");
}

void ProcessOptions::validate(const Context& context) const {
    if (publish_from)
        (void)process::normalised_setting("publish-from", *publish_from, context.clock().now_s());
}

}  // namespace tixdb::cli
