// SPDX-License-Identifier: MIT

#include "asn/importer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "asn/snapshot_choice.hpp"
#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::asn {
namespace {

constexpr std::int64_t kRowsBetweenChecks = 65'536;

constexpr std::int64_t kNotStored = 0;  // as_snapshot_id of what is only planned

// As AsStore::snapshots() orders them, but for the import.
bool is_before(const store::AsSnapshot& one, const store::AsSnapshot& other) {
    return std::tie(one.content, one.valid_from_s) < std::tie(other.content, other.valid_from_s);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "20170910" or "2017-09-10", and no further digit.
std::optional<std::int64_t> date_at_front(std::string_view text) {
    if (!text.starts_with("19") && !text.starts_with("20")) return std::nullopt;
    const std::size_t dash = text.size() > 4 && text[4] == '-' ? 1 : 0;
    const std::size_t length = 8 + 2 * dash;
    if (text.size() < length || (text.size() > length && is_digit(text[length]))) return std::nullopt;
    const std::string_view month = text.substr(4 + dash, 2);
    const std::string_view day = text.substr(length - 2, 2);
    for (const char c : {month[0], month[1], day[0], day[1]}) {
        if (!is_digit(c)) return std::nullopt;
    }
    return parse_time_s(fmt::format("{}-{}-{}", text.substr(0, 4), month, day), 0);
}

std::int64_t entries_of(const store::AsSnapshot& snapshot) {
    return snapshot.content == store::AsContent::names ? snapshot.names : snapshot.prefixes;
}

const PrefixTable& prefixes_of(const TableFile& table, store::AsContent content) {
    return content == store::AsContent::ipv4 ? table.ipv4 : table.ipv6;
}

}  // namespace

std::optional<std::int64_t> date_in_name(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    const std::string_view text = name;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
        if (const auto date_s = date_at_front(text.substr(at))) return date_s;
    }
    return std::nullopt;
}

Importer::Importer(store::Database* database, std::int64_t now_ms, Log& log)
    : database_(database), now_ms_(now_ms), log_(log) {
    if (database_ != nullptr) present_ = store::AsStore(*database_).snapshots();
}

// Names without a date are those of the prefixes they come with.
std::vector<Importer::Input> Importer::inputs_of(const ImportOptions& options) const {
    const auto date_of = [&](const std::filesystem::path& path) {
        return options.valid_from_s ? options.valid_from_s : date_in_name(path);
    };
    const std::int64_t now_s = now_ms_ / 1000;
    std::int64_t earliest_s = now_s;
    std::vector<Input> inputs;
    for (const auto& path : options.files) {
        inputs.push_back({path, Expect::prefixes, date_of(path).value_or(now_s)});
        earliest_s = std::min(earliest_s, inputs.back().valid_from_s);
    }
    if (options.names)
        inputs.push_back({*options.names, Expect::names, date_of(*options.names).value_or(earliest_s)});
    return inputs;
}

bool Importer::is_known(const store::AsSnapshot& snapshot) const {
    const auto* in_force = snapshot_at(present_, snapshot.content, snapshot.valid_from_s);
    return in_force != nullptr && in_force->valid_from_s <= snapshot.valid_from_s &&
           in_force->digest == snapshot.digest;
}

void Importer::require_not_shrunk(const store::AsSnapshot& snapshot) const {
    const auto* former = snapshot_at(present_, snapshot.content, snapshot.valid_from_s);
    if (former == nullptr) return;
    const std::int64_t before = entries_of(*former);
    const std::int64_t now = entries_of(snapshot);
    if (now * 10 >= before * 8) return;
    const auto percent = static_cast<double>(before - now) * 100 / static_cast<double>(before);
    const std::string which = former->as_snapshot_id == kNotStored
                                  ? former->source
                                  : fmt::format("snapshot {} ({})", former->as_snapshot_id, former->source);
    throw Error(ErrorKind::failed,
                fmt::format("{}: {} has shrunk by {:.0f} %: {} where {} has {}", snapshot.source,
                            name_of(snapshot.content), percent, now, which, before),
                "if that is right, import it with --force");
}

// The later one of two would hide the other.
void Importer::require_own_time(const store::AsSnapshot& snapshot) const {
    const auto is_of_this_run = [&](const store::AsSnapshot& other) {
        return other.as_snapshot_id == kNotStored && other.content == snapshot.content &&
               other.valid_from_s == snapshot.valid_from_s;
    };
    const auto other = std::find_if(present_.begin(), present_.end(), is_of_this_run);
    if (other == present_.end()) return;
    throw Error(ErrorKind::failed,
                fmt::format("{}: {} valid from {}, as {} is", snapshot.source, name_of(snapshot.content),
                            iso_of_s(snapshot.valid_from_s), other->source),
                "a snapshot is one file: join them, or import each with its own --valid-from");
}

std::vector<ImportedSnapshot> Importer::plan(const TableFile& table, const Input& input, bool force) const {
    store::AsSnapshot common;
    common.valid_from_s = input.valid_from_s;
    common.source = table.source;
    common.format = name_of(table.format);
    common.digest = table.digest;
    common.imported_ms = now_ms_;
    common.names = static_cast<std::int64_t>(table.names.size());
    std::vector<ImportedSnapshot> planned;
    const auto add = [&](store::AsContent content, std::int64_t prefixes) {
        ImportedSnapshot& made = planned.emplace_back();
        made.snapshot = common;
        made.snapshot.content = content;
        made.snapshot.prefixes = prefixes;
        made.known = is_known(made.snapshot);
        if (made.known) return;
        require_own_time(made.snapshot);
        if (!force) require_not_shrunk(made.snapshot);
    };
    if (input.expect == Expect::names) {
        add(store::AsContent::names, 0);
        return planned;
    }
    if (table.ipv4.size() > 0) add(store::AsContent::ipv4, table.ipv4.size());
    if (table.ipv6.size() > 0) add(store::AsContent::ipv6, table.ipv6.size());
    if (planned.empty()) {
        throw Error(ErrorKind::failed, fmt::format("{}: there is no routed prefix in it", table.source),
                    "this is no table of networks");
    }
    return planned;
}

void Importer::warn_of(const TableFile& table) {
    for (const PrefixTable* prefixes : {&table.ipv4, &table.ipv6}) {
        const TableNotes& notes = prefixes->notes();
        if (notes.default_routes > 0) {
            log_.warning(
                fmt::format("{}: default route left out: it says nothing of a network", table.source));
        }
        if (notes.conflicts > 0) {
            log_.warning(
                fmt::format("{}: prefixes given again with other AS numbers: {}; the last line stands",
                            table.source, notes.conflicts));
        }
        if (notes.duplicates + notes.not_routed > 0) {
            log_.detail(fmt::format("{}: left out: {} given again, {} of AS 0 (not routed)", table.source,
                                    notes.duplicates, notes.not_routed));
        }
    }
}

void Importer::store(const TableFile& table, ImportedSnapshot& planned, std::int64_t run_id) {
    store::AsSnapshot& snapshot = planned.snapshot;
    std::int64_t rows = 0;
    const auto count = [&] {
        if (++rows % kRowsBetweenChecks == 0) throw_if_stopped();
    };
    store::Transaction transaction(*database_);
    snapshot.as_snapshot_id = store::AsStore(*database_).insert(snapshot, run_id);
    store::AsTableWriter writer(*database_, snapshot.as_snapshot_id);
    if (snapshot.content != store::AsContent::names) {
        prefixes_of(table, snapshot.content).for_each([&](const PrefixTable::Row& row) {
            writer.insert_prefix(row.prefix, row.parent_length, row.as_numbers, row.country);
            count();
        });
    }
    for (const auto& [number, name] : table.names) {
        writer.insert_name(number, name);
        count();
    }
    transaction.commit();
}

// What a file makes counts as present for those after it.
std::vector<ImportedSnapshot> Importer::check(const ImportOptions& options) {
    const auto before = present_;
    std::vector<ImportedSnapshot> all;
    for (const Input& input : inputs_of(options)) {
        const TableFile table = read_table(input.path, input.expect);
        warn_of(table);
        for (ImportedSnapshot& planned : plan(table, input, options.force)) {
            if (!planned.known) present_.push_back(planned.snapshot);
            all.push_back(std::move(planned));
        }
        std::stable_sort(present_.begin(), present_.end(), is_before);
    }
    present_ = before;
    return all;
}

std::vector<ImportedSnapshot> Importer::import(const ImportOptions& options, std::int64_t run_id) {
    const std::vector<Input> inputs = inputs_of(options);
    const bool is_checked = inputs.size() > 1;
    if (is_checked) (void)check(options);
    std::vector<ImportedSnapshot> all;
    for (const Input& input : inputs) {
        const TableFile table = read_table(input.path, input.expect);
        if (!is_checked) warn_of(table);
        for (ImportedSnapshot& planned : plan(table, input, options.force)) {
            if (!planned.known) store(table, planned, run_id);
            all.push_back(std::move(planned));
        }
        present_ = store::AsStore(*database_).snapshots();
    }
    return all;
}

}  // namespace tixdb::asn
