// SPDX-License-Identifier: MIT

#include "cli/commands/link/change.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/arguments.hpp"
#include "cli/frame/session.hpp"
#include "store/link_rate_store.hpp"

namespace tixdb::cli {
namespace {

std::optional<double> rate_option(std::string_view name, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    if (const auto rate = rate_of(*text)) return rate;
    throw Error(ErrorKind::usage,
                fmt::format("{}: \"{}\" is not a rate in (0, 1000000] Mb/s", name, escaped(*text)));
}

std::optional<std::int64_t> from_option(const std::optional<std::string>& text, const Context& context) {
    if (!text) return std::nullopt;
    return time_argument("--from", *text, context);
}

// "down 100, up 10 Mb/s"
std::string rate_text(const model::LinkRate& rate) {
    std::string text;
    if (rate.down_mbps) text += fmt::format("down {}", *rate.down_mbps);
    if (rate.up_mbps) text += fmt::format("{}up {}", text.empty() ? "" : ", ", *rate.up_mbps);
    return text + " Mb/s";
}

void tell_reprocess(Context& context, const model::InstallationKey& installation) {
    context.log.detail(
        fmt::format("windows that there are take it in with `tixdb reprocess --user {} --installation {}`",
                    installation.user_id, installation.installation_id));
}

std::vector<store::NewLinkRate> changes_of(const GivenRate& given, std::int64_t from_s) {
    std::vector<store::NewLinkRate> changes;
    if (given.rate.down_mbps) {
        changes.push_back({given.installation, {false, from_s, given.rate.down_mbps}});
    }
    if (given.rate.up_mbps) changes.push_back({given.installation, {true, from_s, given.rate.up_mbps}});
    return changes;
}

// Nothing if it is a dry run, for which there has to be a database too.
ExitCode store_changes(Context& context, const std::vector<store::NewLinkRate>& changes, bool dry_run) {
    if (dry_run) {
        (void)store::Database::open_for_reading(context.common.database);
        return ExitCode::done;
    }
    WritingSession session(context, "link", LockKind::data);
    store::Transaction transaction(session.database());
    store::LinkRateStore rates(session.database());
    for (const store::NewLinkRate& change : changes) {
        rates.add(change, context.clock().now_ms(), session.run_id());
    }
    transaction.commit();
    return session.finish(ExitCode::done, {{"changes", static_cast<std::int64_t>(changes.size())}});
}

}  // namespace

void LinkSet::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id");
    options.positional("INSTALLATION", installation_, "installation id");
    options.value("--down", down_, "the downlink's rate, Mb/s").command_line_only();
    options.value("--up", up_, "the uplink's rate, Mb/s").command_line_only();
    options.value("--from", from_, "when it begins to hold (default: now)").command_line_only();
    options.dry_run(dry_run_, "say what would change, change nothing");
}

void LinkSet::validate(const Context& context) {
    given_.installation = {id_argument("USER", user_), id_argument("INSTALLATION", installation_)};
    given_.rate = {rate_option("--up", up_), rate_option("--down", down_)};
    given_.from_s = from_option(from_, context);
    if (!given_.rate.up_mbps && !given_.rate.down_mbps) {
        throw Error(ErrorKind::usage, "link set: no rate is given", "--down or --up, in Mb/s");
    }
}

ExitCode LinkSet::run(Context& context) {
    const std::int64_t from_s = given_.from_s.value_or(context.clock().now_s());
    const std::string text =
        fmt::format("link: {} {} {} from {}", given_.installation.text(), dry_run_ ? "would be" : "is",
                    rate_text(given_.rate), iso_of_s(from_s));
    const ExitCode code = store_changes(context, changes_of(given_, from_s), dry_run_);
    context.log.summary(text);
    if (!dry_run_) tell_reprocess(context, given_.installation);
    return code;
}

void LinkUnset::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id");
    options.positional("INSTALLATION", installation_, "installation id");
    options.value("--from", from_, "from when on its rates are not known (default: now)").command_line_only();
    options.dry_run(dry_run_, "say what would change, change nothing");
}

void LinkUnset::validate(const Context& context) {
    given_.installation = {id_argument("USER", user_), id_argument("INSTALLATION", installation_)};
    given_.from_s = from_option(from_, context);
}

ExitCode LinkUnset::run(Context& context) {
    const std::int64_t from_s = given_.from_s.value_or(context.clock().now_s());
    const ExitCode code = store_changes(context,
                                        {{given_.installation, {false, from_s, std::nullopt}},
                                         {given_.installation, {true, from_s, std::nullopt}}},
                                        dry_run_);
    context.log.summary(fmt::format("link: rates of {} {} not known from {}", given_.installation.text(),
                                    dry_run_ ? "would be" : "are", iso_of_s(from_s)));
    if (!dry_run_) tell_reprocess(context, given_.installation);
    return code;
}

void LinkImport::add_options(OptionSet& options) {
    options.positional("FILE", file_,
                       "CSV of user_id, installation_id, down_mbps, up_mbps and, if you like, from");
    options.value("--from", from_, "when rates without a time of their own begin to hold (default: now)")
        .command_line_only();
    options.dry_run(dry_run_, "read and check, store nothing");
}

void LinkImport::validate(const Context& context) {
    from_s_ = from_option(from_, context);
}

ExitCode LinkImport::run(Context& context) {
    const std::int64_t from_s = from_s_.value_or(context.clock().now_s());
    std::vector<store::NewLinkRate> changes;
    const std::vector<GivenRate> rates = read_rate_file(file_, context);
    for (const GivenRate& given : rates) {
        const auto of_link = changes_of(given, given.from_s.value_or(from_s));
        changes.insert(changes.end(), of_link.begin(), of_link.end());
    }
    const ExitCode code = store_changes(context, changes, dry_run_);
    context.log.summary(fmt::format("link: {} of {} {}", plural(std::ssize(changes), "rate"),
                                    plural(std::ssize(rates), "line"),
                                    dry_run_ ? "would be stored" : "stored"));
    return code;
}

}  // namespace tixdb::cli
