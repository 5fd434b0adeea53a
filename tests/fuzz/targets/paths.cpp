// SPDX-License-Identifier: MIT
// Names of files, folders and addresses: lists of paths, what lies in the reports' folders, who sent a
// report.
#include <string>

#include "base/text.hpp"
#include "cli/stages/path_list.hpp"
#include "fuzz/targets.hpp"
#include "ingest/client_address.hpp"
#include "ingest/listed_path.hpp"
#include "ingest/report_tree.hpp"
#include "model/address.hpp"

namespace tixdb::fuzz {
namespace {

void check_path(const std::string& path) {
    require_safe_to_show(escaped(path));
    const auto listed = ingest::listed_file("/nonexistent/reports", path);
    if (!listed) return;
    const auto& [installation, name] = *listed;
    require(installation.user_id > 0 && installation.installation_id > 0, "a folder of no installation");
    require(name.find('/') == std::string::npos && ingest::is_report_name(name), "a name that leads away");
}

void check_id(std::string_view name) {
    const auto id = ingest::canonical_id(name);
    if (id) require(std::to_string(*id) == name, "two folders of one installation");
}

void check_address(std::string_view from) {
    const auto ip = ingest::canonical_ip(from);
    if (!ip) return;
    const auto address = model::Address::parse(*ip);
    require(address && address->text() == *ip, "a sender's address that is not canonical");
}

}  // namespace

void paths(Bytes input) {
    const char separator = take_number(input, 1) % 2 == 0 ? '\n' : '\0';
    const MemoryFile file(input);
    cli::PathList list(file.path().string(), -1, separator);
    std::size_t total = 0;
    while (const auto path = list.next()) {
        total += path->size() + 1;
        check_path(*path);
        check_id(*path);
        check_address(*path);
    }
    require(total == input.size() || total == input.size() + 1, "a path of the list was lost");
}

}  // namespace tixdb::fuzz
