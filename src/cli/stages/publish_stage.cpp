// SPDX-License-Identifier: MIT

#include "cli/stages/publish_stage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>
#include <random>
#include <vector>

#include "asn/network_lookup.hpp"
#include "base/stopwatch.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/publish_summary.hpp"
#include "cli/stages/shard_options.hpp"
#include "publish/curl_http_client.hpp"
#include "publish/plan.hpp"
#include "publish/publisher.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::cli {
namespace {

using model::OutboxState;
using publish::PublishReport;

// What keeps results from being sent, or nothing.
std::string missing_for_sending(const PublishOptions& options) {
    std::vector<std::string> missing;
    if (options.api_host.empty()) missing.emplace_back("--api-host");
    if (options.api_user.empty()) missing.emplace_back("--api-user");
    if (!options.password) missing.emplace_back("a password (--api-password-file or TIX_API_PASSWORD)");
    return fmt::format("{}", fmt::join(missing, ", "));
}

// Shards know nothing of each other: all of them would be at tix-api at once, each with its own requests in
// flight.
PublishOptions options_of_database(store::Database& database, const PublishOptions& options) {
    const auto shard = shard_to_plan_for(database, options.shard);
    if (!shard) return options;
    if (!options.in_flight_per_shard && !options.api_host.empty()) {
        throw Error(ErrorKind::configuration,
                    fmt::format("nothing is sent from shard {} by itself", shard->text()),
                    "merge the shards and publish from there, or let each have one request at a time: "
                    "--in-flight-per-shard 1");
    }
    PublishOptions of_shard = options;
    of_shard.in_flight = options.in_flight_per_shard.value_or(1);
    return of_shard;
}

publish::HttpSettings http_settings_of(const Context& context, const PublishOptions& options) {
    publish::HttpSettings settings;
    settings.user = options.api_user;
    settings.password = options.password.value_or("");
    settings.connect_timeout = options.connect_timeout;
    settings.request_timeout = options.request_timeout;
    settings.proxy = options.proxy;
    settings.in_flight = static_cast<int>(options.in_flight);
    settings.ca_file = options.ca_file.string();
    settings.user_agent = "tixdb/" + context.program_version;
    return settings;
}

// "http://host:port" or "host:port" -> "host"
std::string host_of_proxy(std::string_view proxy) {
    if (const auto scheme = proxy.find("://"); scheme != std::string_view::npos)
        proxy.remove_prefix(scheme + 3);
    if (proxy.starts_with('[')) return std::string(proxy.substr(1, proxy.find(']') - 1));
    return std::string(proxy.substr(0, proxy.find_first_of(":/")));
}

publish::PublishSettings settings_of(const Context& context, const PublishOptions& options,
                                     model::AddressLookup& networks) {
    publish::PublishSettings settings = options.settings;
    settings.wait = context.common.wait;
    settings.in_flight = static_cast<int>(options.in_flight);
    settings.limit = options.limit;
    settings.seed = std::random_device()();
    settings.networks = &networks;
    settings.resolved_host = options.proxy.empty() ? options.api_host : host_of_proxy(options.proxy);
    return settings;
}

void warn_of_plain_http(Context& context, const PublishOptions& options) {
    if (options.api_ssl) return;
    // A proxy sees the request first, and then whoever is on the way to tix-api.
    const bool is_tls_proxy = options.proxy.starts_with("https://");
    for (const std::string& host :
         {is_tls_proxy ? std::string() : host_of_proxy(options.proxy), options.api_host}) {
        if (host.empty() || publish::is_loopback(host)) continue;
        context.log.warning(fmt::format("publish: the password goes to {} unencrypted; use --api-ssl", host));
        return;
    }
}

ExitCode code_of(const std::optional<Error>& error, const PublishReport& report,
                 const PublishOptions& options) {
    if (error) return exit_code_of(error->kind());
    return options.strict && report.counts.dead > 0 ? ExitCode::done_with_rejects : ExitCode::done;
}

// A space at an end of the password is easily written into its file, and nobody sees it.
std::string hint_of(const Error& error, const PublishOptions& options) {
    const std::string& password = *options.password;
    const bool is_about_password = error.hint().find("the password") != std::string::npos;
    const bool has_space = password.front() == ' ' || password.back() == ' ';
    return error.hint() +
           (is_about_password && has_space ? " (the password begins or ends with a space)" : "");
}

std::int64_t waiting_results(store::Database& database) {
    auto open = store::OutboxStore(database).count_open();
    std::int64_t waiting = 0;
    for (const auto& [state, count] : open) waiting += state == OutboxState::dead ? 0 : count;
    return waiting;
}

// What a run would do.
std::string text_of(const publish::PlannedRequests& planned) {
    if (planned.waits_until_ms)
        return fmt::format("send nothing: the server asked not to be asked before {}",
                           iso_of_ms(*planned.waits_until_ms));
    std::string text = "send " + plural(planned.reports, "result");
    if (planned.asked_now > 0)
        text += fmt::format(", and first look up {}", plural(planned.asked_now, "result"));
    if (planned.asked_later > 0) {
        text += fmt::format(", and look up {} in {}", plural(planned.asked_later, "result"),
                            duration_text(planned.later_in));
    }
    return text;
}

// Counts what has come to an end.
class ProgressObserver final : public publish::PublishObserver {
  public:
    explicit ProgressObserver(Progress& progress) : progress_(progress) {}
    void reached(publish::PublishPoint point, std::int64_t /*outbox_id*/) override {
        using Point = publish::PublishPoint;
        if (point == Point::recorded || point == Point::resolved) progress_.show(++done_);
    }

  private:
    Progress& progress_;
    std::int64_t done_ = 0;
};

ExitCode show_plan(Context& context, const PublishOptions& asked) {
    auto database = store::Database::open_for_reading(context.common.database);
    const PublishOptions options = options_of_database(database, asked);
    const std::string missing = missing_for_sending(options);
    if (options.api_host.empty()) {
        context.log.summary(fmt::format("publish: would send nothing without {}; {}", missing,
                                        waiting_text(waiting_results(database))));
        return ExitCode::done;
    }
    warn_of_plain_http(context, options);
    const publish::ApiRequests requests(options.address());
    const auto show = [&context](const publish::HttpRequest& request) {
        context.out() << (request.is_post ? "POST " : "GET ") << request.url << '\n';
        if (request.is_post) context.out() << request.body << '\n';
    };
    asn::NetworkLookup networks(database);
    const auto planned = publish::plan_requests(
        database, requests, {context.clock().now_ms(), context.clock().boot_time()},
        note_of_lock(context, LockKind::publish), settings_of(context, options, networks), show);
    context.log.summary(fmt::format("publish: would {}{}{}", text_of(planned),
                                    missing.empty() ? "" : ", but not without ", missing));
    return ExitCode::done;
}

}  // namespace

ExitCode run_publish_stage(Context& context, const PublishOptions& asked) {
    if (asked.password_problem) throw Error(*asked.password_problem);
    if (asked.dry_run) return show_plan(context, asked);
    const Stopwatch stopwatch(context.clock());
    WritingSession session(context, "publish", LockKind::publish);
    const PublishOptions options = options_of_database(session.database(), asked);
    if (const std::string missing = missing_for_sending(options); !missing.empty()) {
        const std::string text = fmt::format("publish: nothing sent without {}; {}", missing,
                                             waiting_text(waiting_results(session.database())));
        // Who names no host does not publish; who names one means to.
        if (options.api_host.empty()) {
            context.log.summary(text);
            return session.finish(ExitCode::done);
        }
        context.log.error(text);
        return session.finish(ExitCode::configuration);
    }
    warn_of_plain_http(context, options);
    const publish::ApiRequests requests(options.address());
    publish::CurlHttpClient http(http_settings_of(context, options));
    Progress progress(
        context, [&] { return waiting_results(session.database()); }, "results");
    ProgressObserver observer(progress);
    asn::NetworkLookup networks(session.database());
    publish::Publisher publisher(session.database(), session.lock(), http, requests, context.clock(),
                                 context.log, settings_of(context, options, networks), observer,
                                 session.run_id());
    const PublishReport report = publisher.run();
    const std::optional<Error> error = publish::error_of(report, context.clock().now_ms());
    if (error) {
        context.log.error(fmt::format("publish: {}; {}", error->what(), hint_of(*error, options)));
        session.set_reason(error->what());
    }
    context.log.summary(text_of(report, context.clock().now_ms(), stopwatch.elapsed_s()));
    return session.finish_or_stop(code_of(error, report, options), run_counts_of(report),
                                  plural(report.counts.sent, "result", "is", "are") + " sent");
}

}  // namespace tixdb::cli
