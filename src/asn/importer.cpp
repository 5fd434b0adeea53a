#include "asn/importer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "asn/snapshot_choice.hpp"
#include "base/error.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::asn {
namespace {

constexpr std::int64_t kRowsBetweenChecks = 65'536;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
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
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (!is_digit(name[at]) || (at > 0 && is_digit(name[at - 1]))) continue;
        for (const bool dashed : {true, false}) {
            const std::size_t length = dashed ? 10 : 8;
            std::string text = name.substr(at, length);
            if (text.size() < length || (at + length < name.size() && is_digit(name[at + length]))) continue;
            if (!dashed) text.insert(6, "-").insert(4, "-");
            const bool looks_right = (text.starts_with("19") || text.starts_with("20")) && text[4] == '-' &&
                                     text[7] == '-' && std::count(text.begin(), text.end(), '-') == 2;
            if (!looks_right) continue;
            if (const auto date_s = parse_time_s(text, 0)) return date_s;
        }
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
    throw Error(
        ErrorKind::failed,
        fmt::format("{}: {} has shrunk by {:.0f} %: {} where snapshot {} ({}) has {}", snapshot.source,
                    name_of(snapshot.content), percent, now, former->as_snapshot_id, former->source, before),
        "if that is right, import it with --force");
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
        if (!force && !made.known) require_not_shrunk(made.snapshot);
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

std::vector<ImportedSnapshot> Importer::check(const ImportOptions& options) {
    std::vector<ImportedSnapshot> all;
    for (const Input& input : inputs_of(options)) {
        const TableFile table = read_table(input.path, input.expect);
        warn_of(table);
        for (ImportedSnapshot& planned : plan(table, input, options.force)) all.push_back(std::move(planned));
    }
    return all;
}

std::vector<ImportedSnapshot> Importer::import(const ImportOptions& options, std::int64_t run_id) {
    const std::vector<Input> inputs = inputs_of(options);
    std::vector<ImportedSnapshot> all;
    for (const Input& input : inputs.size() > 1 ? inputs : std::vector<Input>()) {
        (void)plan(read_table(input.path, input.expect), input, options.force);
    }
    for (const Input& input : inputs) {
        const TableFile table = read_table(input.path, input.expect);
        warn_of(table);
        for (ImportedSnapshot& planned : plan(table, input, options.force)) {
            if (!planned.known) store(table, planned, run_id);
            all.push_back(std::move(planned));
        }
        present_ = store::AsStore(*database_).snapshots();
    }
    return all;
}

}  // namespace tixdb::asn
