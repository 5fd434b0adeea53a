// SPDX-License-Identifier: MIT

#include "maintenance/splitter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <deque>
#include <set>
#include <vector>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "maintenance/database_files.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::string_view kIndexPlace = "{}";

std::vector<std::filesystem::path> names_of_parts(const SplitRequest& request,
                                                  const std::vector<model::Shard>& parts) {
    std::vector<std::filesystem::path> names;
    const auto place = request.targets.front().find(kIndexPlace);
    if (request.targets.size() == 1 && place != std::string::npos) {
        for (const model::Shard& part : parts) {
            std::string name = request.targets.front();
            names.emplace_back(name.replace(place, kIndexPlace.size(), std::to_string(part.index)));
        }
        return names;
    }
    if (request.targets.size() != parts.size()) {
        std::vector<int> indexes;
        for (const model::Shard& part : parts) indexes.push_back(part.index);
        throw Error(ErrorKind::usage,
                    fmt::format("{} for {}: {}", plural(std::ssize(request.targets), "name"),
                                plural(std::ssize(parts), "part"), fmt::join(indexes, ", ")),
                    "a name for each, in this order, or one with {} in the place of the number");
    }
    names.assign(request.targets.begin(), request.targets.end());
    return names;
}

void refuse_double_names(const std::vector<SplitPart>& parts) {
    std::set<std::filesystem::path> seen;
    for (const SplitPart& part : parts) {
        if (seen.insert(part.target).second) continue;
        throw Error(ErrorKind::usage, fmt::format("{} is named twice", escaped(part.target.string())),
                    "a name for each part");
    }
}

SplitSummary plan_parts(const SplitRequest& request, const CopiedSource& source) {
    SplitSummary summary;
    const auto shards = possible_parts(source.shard, request.count);
    const auto names = names_of_parts(request, shards);
    for (std::size_t i = 0; i < shards.size(); ++i) {
        store::refuse_files_of(request.database, names[i], "name another file for this part");
        summary.parts.push_back({shards[i], free_target(names[i], request.overwrite), {}, 0});
    }
    refuse_double_names(summary.parts);
    for (const model::InstallationKey& key : source.installations) {
        const int index = model::shard_of(key, request.count);
        for (SplitPart& part : summary.parts) {
            if (part.shard.index == index) part.installations.push_back(key);
        }
    }
    std::size_t chosen = 0;
    for (const SplitPart& part : summary.parts) chosen += part.installations.size();
    if (chosen != source.installations.size()) {
        throw Error(ErrorKind::failed,
                    fmt::format("{} has installations of other shards", escaped(source.path.string())),
                    "`tixdb verify` names them");
    }
    for (SplitPart& part : summary.parts) part.reports = reports_of(source, part.installations);
    return summary;
}

// Part of the parts would be no split: if one cannot get its name, none keeps it. What a part has replaced is
// gone.
void place_all(std::deque<NewDatabase>& made, StagedFile::Existing existing) try {
    for (NewDatabase& database : made) database.place(existing);
} catch (...) {
    if (existing == StagedFile::Existing::keep)
        for (NewDatabase& database : made) database.take_back();
    throw;
}

}  // namespace

std::vector<model::Shard> possible_parts(const std::optional<model::Shard>& own, int count) {
    std::vector<model::Shard> parts;
    const bool stays = own && own->index < count;
    for (int index = 0; index < count; ++index) {
        if (!stays || index == own->index || index >= own->count) parts.push_back({index, count});
    }
    return parts;
}

SplitSummary plan_split(const SplitRequest& request) {
    return plan_parts(request, look_at_source(request.database));
}

SplitSummary split(const SplitRequest& request, const ProgressHook& hook) {
    const CopiedSource source = look_at_source(request.database);
    SplitSummary summary = plan_parts(request, source);
    std::deque<NewDatabase> made;
    for (const SplitPart& part : summary.parts) {
        NewDatabase& database = made.emplace_back(part.target, request.making);
        database.add(source, part.installations, [&](std::int64_t rows) {
            if (hook) hook(summary.rows + rows);
        });
        database.make_part_of(source);
        database.finish(part.shard);
        summary.rows += database.rows();
    }
    throw_if_stopped();
    place_all(made, request.overwrite ? StagedFile::Existing::replace : StagedFile::Existing::keep);
    return summary;
}

}  // namespace tixdb::maintenance
