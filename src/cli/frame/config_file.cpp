// SPDX-License-Identifier: MIT

#include "cli/frame/config_file.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb::cli {

ConfigFile read_config_file(const std::string& path) {
    const bool is_default = path.empty();
    const std::string file = is_default ? kDefaultConfigFile : path;
    if (is_default && !std::filesystem::exists(file)) return {};
    std::ifstream in(file);
    if (!in) {
        throw Error(ErrorKind::configuration,
                    fmt::format("cannot read the configuration file {}", escaped(file)),
                    "check its path and permissions");
    }
    ConfigFile values;
    try {
        for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(in)) {
            if (item.inputs.empty()) continue;
            if (item.inputs.size() > 1) {
                throw Error(ErrorKind::configuration,
                            fmt::format("{}: {} has several values", escaped(file), escaped(item.name)),
                            "put a value with spaces or commas in quotes");
            }
            values[item.name] = item.inputs.front();
        }
    } catch (const CLI::Error& error) {
        throw Error(ErrorKind::configuration, fmt::format("{}: {}", escaped(file), escaped(error.what())),
                    "write one `name = value` a line");
    }
    return values;
}

}  // namespace tixdb::cli
