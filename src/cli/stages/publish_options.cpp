// SPDX-License-Identifier: MIT

#include "cli/stages/publish_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <random>
#include <vector>

#include "asn/network_lookup.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/frame/progress.hpp"
#include "cli/frame/session.hpp"
#include "cli/stages/api_credentials.hpp"
#include "publish/curl_http_client.hpp"
#include "publish/plan.hpp"
#include "publish/publisher.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::cli {
namespace {

using model::OutboxState;
using publish::PublishCounts;
using publish::PublishReport;

publish::ApiAddress address_of(const PublishOptions& options) {
    return {options.api_host, static_cast<int>(options.api_port), options.api_ssl};
}

// What keeps results from being sent, or nothing.
std::string missing_for_sending(const PublishOptions& options) {
    std::vector<std::string> missing;
    if (options.api_host.empty()) missing.emplace_back("--api-host");
    if (options.api_user.empty()) missing.emplace_back("--api-user");
    if (!options.password) missing.emplace_back("a password (--api-password-file or TIX_API_PASSWORD)");
    return fmt::format("{}", fmt::join(missing, ", "));
}

publish::HttpSettings http_settings_of(const Context& context, const PublishOptions& options) {
    publish::HttpSettings settings;
    settings.user = options.api_user;
    settings.password = options.password.value_or("");
    settings.connect_timeout = options.connect_timeout;
    settings.request_timeout = options.request_timeout;
    settings.proxy = options.proxy;
    settings.ca_file = options.ca_file.string();
    settings.user_agent = "tixdb/" + context.program_version;
    return settings;
}

publish::PublishSettings settings_of(const Context& context, const PublishOptions& options,
                                     model::AddressLookup& networks) {
    publish::PublishSettings settings = options.settings;
    settings.wait = context.common.wait;
    settings.in_flight = static_cast<int>(options.in_flight);
    settings.limit = options.limit;
    settings.seed = std::random_device()();
    settings.networks = &networks;
    return settings;
}

// "http://host:port" or "host:port" -> "host"
std::string host_of_proxy(std::string_view proxy) {
    if (const auto scheme = proxy.find("://"); scheme != std::string_view::npos)
        proxy.remove_prefix(scheme + 3);
    if (proxy.starts_with('[')) return std::string(proxy.substr(1, proxy.find(']') - 1));
    return std::string(proxy.substr(0, proxy.find_first_of(":/")));
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

void at_least_1ms(Option& option) {
    option.require(
        [](const std::string& text) {
            const auto duration = parse_duration(text);
            return duration && duration->count() >= 1;
        },
        "a duration of at least 1ms");
}

bool is_http_proxy(const std::string& text) {
    const auto scheme = text.find("://");
    const bool is_http =
        scheme == std::string::npos || text.starts_with("http://") || text.starts_with("https://");
    return is_http && text.find('@') == std::string::npos;
}

std::string due_text(std::int64_t due_ms, std::int64_t now_ms) {
    if (due_ms <= now_ms) return "due now";
    return "due in " + duration_text(std::chrono::seconds((due_ms - now_ms + 999) / 1000));
}

std::int64_t open_count(const PublishReport& report, OutboxState state) {
    const auto found = report.open.find(state);
    return found == report.open.end() ? 0 : found->second;
}

// What is still open after the run, or nothing.
std::string open_text(const PublishReport& report, std::int64_t now_ms) {
    std::vector<std::string> parts;
    const std::int64_t waiting =
        open_count(report, OutboxState::pending) + open_count(report, OutboxState::retry);
    if (waiting > 0) parts.push_back(fmt::format("{} waiting", waiting));
    if (const std::int64_t uncertain = open_count(report, OutboxState::uncertain); uncertain > 0) {
        parts.push_back(fmt::format("uncertain={} {}", uncertain,
                                    report.next_uncertain_ms
                                        ? due_text(*report.next_uncertain_ms, now_ms)
                                        : "for you to decide: tixdb outbox list --state uncertain"));
    }
    return parts.empty() ? "" : fmt::format("; {}", fmt::join(parts, ", "));
}

std::string summary_of(const PublishReport& report, std::int64_t now_ms, double elapsed_s) {
    const PublishCounts& counts = report.counts;
    std::string text = fmt::format("publish: {} sent", counts.sent);
    const auto add = [&text](std::int64_t count, std::string_view what) {
        if (count > 0) text += fmt::format(", {} {}", count, what);
    };
    add(counts.found_stored, "found stored");
    add(counts.not_stored, "found not stored");
    add(counts.retry, "to retry");
    add(counts.held, "held");
    add(counts.dead, "dead");
    return fmt::format("{} in {:.1f} s{}", text, elapsed_s, open_text(report, now_ms));
}

std::string counts_json_of(const PublishReport& report) {
    const PublishCounts& counts = report.counts;
    return nlohmann::json{{"sent", counts.sent},
                          {"found_stored", counts.found_stored},
                          {"not_stored", counts.not_stored},
                          {"retry", counts.retry},
                          {"held", counts.held},
                          {"dead", counts.dead},
                          {"uncertain", counts.uncertain}}
        .dump();
}

ExitCode code_of(const PublishReport& report, const PublishOptions& options) {
    if (report.ended_by) return exit_code_of(report.ended_by->kind());
    return options.strict && report.counts.dead > 0 ? ExitCode::done_with_rejects : ExitCode::done;
}

std::int64_t waiting_results(store::Database& database) {
    auto open = store::OutboxStore(database).count_open();
    std::int64_t waiting = 0;
    for (const auto& [state, count] : open) waiting += state == OutboxState::dead ? 0 : count;
    return waiting;
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

std::string waiting_text(std::int64_t count) {
    return fmt::format("{} result{} wait{}", count, count == 1 ? "" : "s", count == 1 ? "s" : "");
}

ExitCode show_plan(Context& context, const PublishOptions& options) {
    auto database = store::Database::open_for_reading(context.common.database);
    const std::string missing = missing_for_sending(options);
    if (options.api_host.empty()) {
        context.log.summary(fmt::format("publish: would send nothing without {}; {}", missing,
                                        waiting_text(waiting_results(database))));
        return ExitCode::done;
    }
    warn_of_plain_http(context, options);
    const publish::ApiRequests requests(address_of(options));
    const auto show = [&context](const publish::HttpRequest& request) {
        context.out() << (request.is_post ? "POST " : "GET ") << request.url << '\n';
        if (request.is_post) context.out() << request.body << '\n';
    };
    asn::NetworkLookup networks(database);
    const std::int64_t reports = publish::plan_requests(database, requests, context.clock().now_ms(),
                                                        settings_of(context, options, networks), show);
    context.log.summary(fmt::format("publish: would send {} result{}{}{}", reports, reports == 1 ? "" : "s",
                                    missing.empty() ? "" : ", but not without ", missing));
    return ExitCode::done;
}

}  // namespace

void add_publish_options(OptionSet& set, PublishOptions& options) {
    set.value("--api-host", options.api_host, "tix-api's host name or address")
        .hide_user_info()
        .also_environment("TIX_API_HOST");
    set.value("--api-port", options.api_port, "its port (default: 80, or 443 with --api-ssl)")
        .also_environment("TIX_API_PORT");
    set.flag("--api-ssl", options.api_ssl, "speak https (in TIX_API_SSL any text means yes)")
        .also_environment_if_set("TIX_API_SSL");
    set.value("--api-user", options.api_user, "a user of role admin").also_environment("TIX_API_USER");
    set.value("--api-password-file", options.api_password_file,
              "a file that holds that user's password alone");
    set.value("--settle-delay", options.settings.settle_delay,
              "how long after a request without an answer tix-api may still store it");
    at_least_1ms(set.value("--retry-base", options.settings.retry_base,
                           "the first delay before trying again is at most this"));
    at_least_1ms(set.value("--retry-cap", options.settings.retry_cap, "and every later one at most this"));
    set.value("--hold-delay", options.settings.hold_delay,
              "how long a refused address, user or installation waits");
    at_least_1ms(set.value("--connect-timeout", options.connect_timeout, "for a connection to be made"));
    at_least_1ms(set.value("--request-timeout", options.request_timeout, "for a whole request"));
    set.value("--in-flight", options.in_flight, "requests at a time; tix-api does best with 4 or less")
        .between(1, 64);
    set.flag("--hold-unroutable", options.settings.hold_unroutable,
             "hold results of addresses that tix-api never takes without asking it");
    set.value("--proxy", options.proxy,
              "an HTTP proxy, http://host:port; those of the environment are not used")
        .hide_user_info()
        .require(is_http_proxy, "an HTTP proxy such as http://host:port, without a user or password");
    set.value("--ca-file", options.ca_file, "certificates to trust in place of the system's");
}

void prepare_publishing(const Context& context, PublishOptions& options) {
    if (!options.api_host.empty()) publish::check_address(address_of(options));
    check_api_user(options.api_user);
    if (!options.ca_file.empty() && access(options.ca_file.c_str(), R_OK) != 0) {
        throw Error(ErrorKind::configuration,
                    fmt::format("cannot read {}", escaped(options.ca_file.string())), "check --ca-file");
    }
    try {
        options.password = api_password(options.api_password_file, context.world.environment);
    } catch (const Error& error) {
        options.password_problem = error;
    }
}

ExitCode publish_stage(Context& context, const PublishOptions& options) {
    if (options.password_problem) throw Error(*options.password_problem);
    if (options.dry_run) return show_plan(context, options);
    const auto started = context.clock().monotonic();
    WritingSession session(context, "publish", LockKind::publish);
    if (const std::string missing = missing_for_sending(options); !missing.empty()) {
        context.log.summary(fmt::format("publish: nothing sent without {}; {}", missing,
                                        waiting_text(waiting_results(session.database()))));
        return session.finish(ExitCode::done, "{}");
    }
    warn_of_plain_http(context, options);
    const publish::ApiRequests requests(address_of(options));
    publish::CurlHttpClient http(http_settings_of(context, options));
    Progress progress(
        context, [&] { return waiting_results(session.database()); }, "results");
    ProgressObserver observer(progress);
    asn::NetworkLookup networks(session.database());
    publish::Publisher publisher(session.database(), http, requests, context.clock(), context.log,
                                 settings_of(context, options, networks), observer, session.run_id());
    const PublishReport report = publisher.run();
    if (report.ended_by) {
        context.log.error(fmt::format("publish: {}; {}", report.ended_by->what(), report.ended_by->hint()));
    }
    const std::chrono::duration<double> elapsed = context.clock().monotonic() - started;
    context.log.summary(summary_of(report, context.clock().now_ms(), elapsed.count()));
    return session.finish_or_stop(code_of(report, options), counts_json_of(report));
}

}  // namespace tixdb::cli
