// SPDX-License-Identifier: MIT

#include "cli/frame/common_options.hpp"

namespace tixdb::cli {

void declare_common_options(OptionSet& set, CommonOptions& common, std::string& config_path) {
    set.value("-d,--database", common.database, "the SQLite file");
    set.value(
        "--config", config_path,
        "configuration file (default: /etc/tixdb/tixdb.conf, or else /etc/tixdb.conf, where it exists)");
    set.value("--wait", common.wait, "wait so long for another run to end");
    set.flag("-q,--quiet", common.quiet, "silent but for errors");
    set.flag("-v,--verbose", common.verbose, "say more");
    set.value("--log-format", common.log_format, "text or json").choices({"text", "json"});
    set.value("--color", common.color, "colour on a terminal: auto, always or never")
        .choices({"auto", "always", "never"});
}

}  // namespace tixdb::cli
