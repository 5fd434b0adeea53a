// SPDX-License-Identifier: MIT

#include "maintenance/merger.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "maintenance/database_files.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::size_t kNamedAtMost = 3;

std::string shown(const CopiedSource& source) {
    return escaped(source.path.string());
}

Error refusal(const std::string& why, const std::string& hint) {
    return {ErrorKind::configuration, why, hint};
}

void refuse_common_installations(const std::vector<CopiedSource>& sources) {
    std::map<model::InstallationKey, const CopiedSource*> owners;
    std::vector<std::string> common;
    for (const CopiedSource& source : sources) {
        for (const model::InstallationKey& key : source.installations) {
            const auto [found, is_first] = owners.emplace(key, &source);
            if (!is_first)
                common.push_back(
                    fmt::format("{} is in {} and in {}", key.text(), shown(*found->second), shown(source)));
        }
    }
    if (common.empty()) return;
    std::string text = common.front();
    for (std::size_t i = 1; i < std::min(common.size(), kNamedAtMost); ++i) text += "; " + common[i];
    if (common.size() > kNamedAtMost) text += fmt::format("; and {} more", common.size() - kNamedAtMost);
    throw refusal(
        "installation " + text,
        "only databases of different installations can be merged: `tixdb forget`, or another database");
}

// Without a result nothing was computed by the method of the one or the other.
bool matters(const std::string& name, const CopiedSource& a, const CopiedSource& b) {
    return name != "publish-method" || (a.has_results && b.has_results) ||
           (a.settings.contains(name) && b.settings.contains(name));
}

std::string value_of(const CopiedSource& source, const std::string& name) {
    const auto found = source.settings.find(name);
    if (found == source.settings.end()) return "not set";
    return found->second.empty() ? "none" : escaped(found->second);
}

void refuse_other_settings(const std::vector<CopiedSource>& sources) {
    const CopiedSource& first = sources.front();
    for (const CopiedSource& source : sources) {
        std::set<std::string> names;
        for (const auto& [name, value] : first.settings) names.insert(name);
        for (const auto& [name, value] : source.settings) names.insert(name);
        for (const std::string& name : names) {
            const std::string a = value_of(first, name);
            const std::string b = value_of(source, name);
            if (a == b || !matters(name, first, source)) continue;
            throw refusal(
                fmt::format("the setting {} is {} in {}, and {} in {}", name, a, shown(first), b,
                            shown(source)),
                fmt::format("`tixdb config set {} VALUE` in one of them, and `tixdb reprocess` where "
                            "results depend on it",
                            name));
        }
    }
}

// The shard that the merged database is.
std::optional<model::Shard> shard_of_all(const std::vector<CopiedSource>& sources) {
    const CopiedSource& first = sources.front();
    std::set<int> indexes;
    for (const CopiedSource& source : sources) {
        if (source.shard.has_value() != first.shard.has_value() ||
            (source.shard && source.shard->count != first.shard->count)) {
            const auto text = [](const CopiedSource& each) {
                return each.shard ? "shard " + each.shard->text() : std::string("not a shard");
            };
            throw refusal(
                fmt::format("{} is {}, and {} is {}", shown(first), text(first), shown(source), text(source)),
                "merge the shards of one division; `tixdb split` makes another division of a database");
        }
        if (source.shard) indexes.insert(source.shard->index);
    }
    if (!first.shard || std::ssize(indexes) == first.shard->count) return std::nullopt;
    if (indexes.size() == 1) return first.shard;
    std::vector<int> missing;
    for (int i = 0; i < first.shard->count; ++i) {
        if (!indexes.contains(i)) missing.push_back(i);
    }
    throw refusal(
        fmt::format("of {} shards these are missing: {}", first.shard->count, fmt::join(missing, ", ")),
        "name all of them, or only parts of one and the same shard");
}

std::filesystem::path checked_merge_target(const MergeRequest& request) {
    for (const std::filesystem::path& source : request.sources)
        store::refuse_files_of(source, request.target, "name another file for the merged database");
    return free_target(request.target, request.overwrite);
}

}  // namespace

MergeSummary plan_merge(const MergeRequest& request) {
    (void)checked_merge_target(request);
    MergeSummary summary;
    for (const std::filesystem::path& path : request.sources) {
        throw_if_stopped();
        const CopiedSource& source = summary.sources.emplace_back(look_at_source(path));
        summary.installations += static_cast<std::int64_t>(source.installations.size());
        summary.reports += reports_of(source, source.installations);
    }
    summary.shard = shard_of_all(summary.sources);
    refuse_common_installations(summary.sources);
    refuse_other_settings(summary.sources);
    return summary;
}

MergeSummary merge(const MergeRequest& request, const ProgressHook& hook) {
    MergeSummary summary = plan_merge(request);
    NewDatabase made(checked_merge_target(request), request.making);
    for (const CopiedSource& source : summary.sources) made.add(source, source.installations, hook);
    made.finish(summary.shard);
    throw_if_stopped();
    made.place(request.overwrite ? StagedFile::Existing::replace : StagedFile::Existing::keep);
    summary.rows = made.rows();
    return summary;
}

}  // namespace tixdb::maintenance
