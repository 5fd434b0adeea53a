// SPDX-License-Identifier: MIT

#include "cli/stages/payload_builder.hpp"

#include "publish/payload.hpp"

namespace tixdb::cli {

std::string payload_of(const process::PayloadFigures& figures) {
    return publish::payload(figures.last_s, figures.ip, figures.metrics);
}

}  // namespace tixdb::cli
