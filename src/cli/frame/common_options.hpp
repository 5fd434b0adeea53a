// SPDX-License-Identifier: MIT
// The options that every command takes, declared once for the command line and for what describes it.
#pragma once

#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"

namespace tixdb::cli {

// config_path: of the configuration file, which has to be known before the others can be resolved.
void declare_common_options(OptionSet& set, CommonOptions& common, std::string& config_path);

}  // namespace tixdb::cli
