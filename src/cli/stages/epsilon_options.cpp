// SPDX-License-Identifier: MIT

#include "cli/stages/epsilon_options.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "process/settings.hpp"

namespace tixdb::cli {
namespace {

void check_epsilon(const char* option, const std::optional<double>& value_ms) {
    if (!value_ms || process::is_epsilon(*value_ms)) return;
    throw Error(ErrorKind::usage, fmt::format("{}: {} is no delay", option, *value_ms),
                process::known_setting(process::kEpsilonUp)->expectation);
}

}  // namespace

void EpsilonOptions::declare(OptionSet& options, const std::string& otherwise) {
    options
        .value("--epsilon-up", up_ms_,
               "queueing: an upstream probe that waited longer (ms) found the queue busy; by default " +
                   otherwise)
        .command_line_only();
    options.value("--epsilon-down", down_ms_, "the same of downstream probes").command_line_only();
}

void EpsilonOptions::validate() const {
    check_epsilon("--epsilon-up", up_ms_);
    check_epsilon("--epsilon-down", down_ms_);
}

void EpsilonOptions::apply(metrics::QueueingParameters& parameters) const {
    parameters.epsilon_up_ms = up_ms_.value_or(parameters.epsilon_up_ms);
    parameters.epsilon_down_ms = down_ms_.value_or(parameters.epsilon_down_ms);
}

}  // namespace tixdb::cli
