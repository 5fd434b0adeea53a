// SPDX-License-Identifier: MIT

#include "cli/commands/trust.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/arguments.hpp"
#include "cli/frame/session.hpp"
#include "store/client_key_store.hpp"
#include "store/installation_store.hpp"

namespace tixdb::cli {
namespace {

Cell time_cell(const std::optional<std::int64_t>& time_s) {
    if (!time_s) return std::monostate();
    return iso_of_s(*time_s);
}

std::optional<std::int64_t> seconds_of(const std::optional<std::int64_t>& time_ms) {
    if (!time_ms) return std::nullopt;
    return *time_ms / 1000;
}

std::string state_of(const store::SeenKey& key) {
    if (key.pinned) return "pinned";
    return key.refused > 0 ? "refused" : "used";
}

void require_known(store::InstallationStore& installations, const model::InstallationKey& installation) {
    if (installations.exists(installation)) return;
    throw Error(ErrorKind::failed, fmt::format("no report of {} is stored", installation.text()),
                "`tixdb ingest` pins an installation to the key of its first verified report");
}

// The key must have come with one of the installation's files: a digest alone is not enough to check
// signatures with.
const store::SeenKey& seen_key(const std::vector<store::SeenKey>& keys, const model::Digest& digest,
                               const model::InstallationKey& installation) {
    const auto found = std::ranges::find(keys, hex(digest), &store::SeenKey::digest);
    if (found != keys.end()) return *found;
    throw Error(ErrorKind::failed,
                fmt::format("no report of {} came with the key {}", installation.text(), hex(digest)),
                fmt::format("`tixdb trust {} {}` lists the keys that did", installation.user_id,
                            installation.installation_id));
}

}  // namespace

void TrustCommand::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id");
    options.positional("INSTALLATION", installation_, "installation id");
    options.value("--key", key_, "pin the installation to the key with this SHA-256").command_line_only();
    options.dry_run(dry_run_, "say what would happen; change nothing");
    add_output_options(options, output_);
}

void TrustCommand::validate(const Context&) {
    installation_key_ = {id_argument("USER", user_), id_argument("INSTALLATION", installation_)};
    if (!key_) return;
    const auto digest = parse_sha256(*key_);
    if (!digest) {
        throw Error(ErrorKind::usage,
                    fmt::format("--key: \"{}\" is not a SHA-256 of 64 hexadecimal digits", escaped(*key_)),
                    "`tixdb trust USER INSTALLATION` lists the keys");
    }
    digest_ = *digest;
}

ExitCode TrustCommand::run(Context& context) {
    return key_ ? pin(context) : list(context);
}

ExitCode TrustCommand::list(Context& context) const {
    store::Database database = store::Database::open_for_reading(context.common.database);
    store::InstallationStore installations(database);
    require_known(installations, installation_key_);
    const auto writer = make_row_writer(
        output_, context.out(), "keys",
        {"key", "state", "reports", "oldest", "newest", "refused", "refused_first", "refused_last"});
    for (const store::SeenKey& key : installations.seen_keys(installation_key_)) {
        writer->row({key.digest, state_of(key), key.reports, time_cell(key.earliest_s),
                     time_cell(key.latest_s), key.refused, time_cell(seconds_of(key.refused_first_ms)),
                     time_cell(seconds_of(key.refused_last_ms))});
    }
    writer->finish();
    return ExitCode::done;
}

ExitCode TrustCommand::pin(Context& context) const {
    const auto report = [&](const store::SeenKey& key, std::string_view verb) {
        const std::string name = installation_key_.text();
        if (key.pinned) {
            context.log.summary(fmt::format("trust: {} is pinned to {} already", name, key.digest));
        } else {
            context.log.summary(fmt::format("trust: {} {} pinned to {}; the next ingest reads {} again", name,
                                            verb, key.digest, plural(key.refused, "refused file")));
        }
    };
    if (dry_run_) {
        store::Database database = store::Database::open_for_reading(context.common.database);
        store::InstallationStore installations(database);
        require_known(installations, installation_key_);
        report(seen_key(installations.seen_keys(installation_key_), digest_, installation_key_), "would be");
        return ExitCode::done;
    }
    WritingSession session(context, "trust", LockKind::data);
    store::InstallationStore installations(session.database());
    require_known(installations, installation_key_);
    store::Transaction transaction(session.database());
    const auto keys = installations.seen_keys(installation_key_);
    const store::SeenKey& key = seen_key(keys, digest_, installation_key_);
    if (!key.pinned) {
        const auto id = store::ClientKeyStore(session.database()).find(digest_);
        installations.change_key(installation_key_, id.value(), context.clock().now_ms(), session.run_id());
    }
    transaction.commit();
    const ExitCode code = session.finish(ExitCode::done, {{"changed", key.pinned ? 0 : 1}});
    report(key, "is");
    return code;
}

}  // namespace tixdb::cli
