// SPDX-License-Identifier: MIT

#include "ingest/listed_path.hpp"

#include <system_error>
#include <vector>

#include "ingest/report_tree.hpp"

namespace tixdb::ingest {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> relative_to(const fs::path& base, const fs::path& path) {
    std::error_code error;
    for (const fs::path& name : {fs::absolute(base, error).lexically_normal(), fs::canonical(base, error)}) {
        const fs::path relative = path.lexically_relative(name);
        if (!relative.empty() && *relative.begin() != "..") return relative;
    }
    return std::nullopt;
}

}  // namespace

std::optional<ListedFile> listed_file(const fs::path& base, const std::string& path) {
    if (path.empty() || path.find('\0') != std::string::npos) return std::nullopt;
    fs::path relative = fs::path(path).lexically_normal();
    if (relative.is_absolute()) {
        const auto inside = relative_to(base, relative);
        if (!inside) return std::nullopt;
        relative = *inside;
    }
    const std::vector<fs::path> parts(relative.begin(), relative.end());
    if (parts.size() != 3 || !is_report_name(parts[2].native())) return std::nullopt;
    const auto user = canonical_id(parts[0].native());
    const auto installation = canonical_id(parts[1].native());
    if (!user || !installation) return std::nullopt;
    return ListedFile{{*user, *installation}, parts[2].native()};
}

}  // namespace tixdb::ingest
