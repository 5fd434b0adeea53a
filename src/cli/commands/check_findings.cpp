// SPDX-License-Identifier: MIT

#include "cli/commands/check_findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/disk_space.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "cli/stages/health_question.hpp"
#include "store/run_store.hpp"

namespace tixdb::cli {
namespace {

using std::chrono::milliseconds;

// In the largest unit of which it has two.
std::string age_text(milliseconds age) {
    using namespace std::chrono;
    age = std::max(age, milliseconds(0));
    if (age >= hours(48)) return duration_text(age - age % hours(24));
    if (age >= hours(2)) return duration_text(age - age % hours(1));
    if (age >= minutes(2)) return duration_text(age - age % minutes(1));
    return duration_text(age - age % seconds(1));
}

// Collects what is found, stage by stage.
class Finder {
  public:
    Finder(const Context& context, const CheckLimits& limits)
        : context_(context),
          limits_(limits),
          database_(store::Database::open_for_reading(context.common.database)),
          now_ms_(context.clock().now_ms()),
          health_(
              store::HealthStore(database_).health(health_question(context.clock(), limits.silent_after))) {}

    CheckReport report() {
        look_at_ages();
        look_at_last_runs();
        look_at_outbox();
        look_at_files();
        look_at_installations();
        look_at_disk();
        return std::move(report_);
    }

  private:
    void found(Severity severity, std::string text) {
        report_.findings.push_back({severity, std::move(text)});
    }
    void say(const std::string& text) { report_.summary += (report_.summary.empty() ? "" : ", ") + text; }
    void figure(const std::string& text) { report_.figures += (report_.figures.empty() ? "" : " ") + text; }

    // That no run comes any more shows in what comes in and in what is computed; publish has its own limit.
    void look_at_ages() {
        for (const char* command : {"ingest", "process"}) {
            const auto success = health_.success_ms.find(command);
            if (success == health_.success_ms.end()) {
                found(Severity::critical, fmt::format("{} has never ended well", command));
                continue;
            }
            const milliseconds age(now_ms_ - success->second);
            say(fmt::format("{} {} ago", command, age_text(age)));
            figure(fmt::format("{}_age={}s;;{}", command, std::max<std::int64_t>(age.count() / 1000, 0),
                               limits_.max_age.count() / 1000));
            if (age <= limits_.max_age) continue;
            found(Severity::critical, fmt::format("{} ended well {} ago for the last time (limit {})",
                                                  command, age_text(age), duration_text(limits_.max_age)));
        }
    }

    // 75 ends by itself, or shows in what waits.
    void look_at_last_runs() {
        for (const store::RunRow& run : store::RunStore(database_).last_runs()) {
            const bool is_stage =
                run.command == "ingest" || run.command == "process" || run.command == "publish";
            if (!is_stage || !run.exit_code) continue;
            if (*run.exit_code != static_cast<int>(ExitCode::failed) &&
                *run.exit_code != static_cast<int>(ExitCode::configuration))
                continue;
            found(Severity::critical,
                  fmt::format("the last {} ended with {}{}{}", run.command, *run.exit_code,
                              run.reason ? ": " : "", escaped(run.reason.value_or(""))));
        }
    }

    void look_at_outbox() {
        std::int64_t waiting = 0;
        std::optional<std::int64_t> oldest_ms;
        for (const char* state : {"pending", "sending", "retry", "uncertain"}) {
            const store::OpenItems* items = health_.open_in(state);
            if (items == nullptr) continue;
            waiting += items->count;
            oldest_ms = std::min(oldest_ms.value_or(items->oldest_queued_ms), items->oldest_queued_ms);
        }
        const milliseconds age(oldest_ms ? now_ms_ - *oldest_ms : 0);
        say(fmt::format("{} waiting", plural(waiting, "result")));
        figure(fmt::format("waiting={};; waiting_age={}s;;{}", waiting,
                           std::max<std::int64_t>(age.count() / 1000, 0),
                           limits_.max_waiting.count() / 1000));
        if (age > limits_.max_waiting) {
            found(Severity::critical,
                  fmt::format("{} since {} (limit {})",
                              waiting == 1 ? "1 result waits" : fmt::format("{} results wait", waiting),
                              age_text(age), duration_text(limits_.max_waiting)));
        }
        const store::OpenItems* dead = health_.open_in("dead");
        const std::int64_t dead_count = dead == nullptr ? 0 : dead->count;
        figure(fmt::format("dead={};{}", dead_count, limits_.max_dead));
        if (dead_count > limits_.max_dead)
            found(Severity::warning,
                  fmt::format("{} dead (limit {})", plural(dead_count, "result"), limits_.max_dead));
    }

    void look_at_files() {
        if (health_.unreadable_folders > 0) {
            found(Severity::critical,
                  fmt::format("{} cannot be read", plural(health_.unreadable_folders, "folder")));
        }
        figure(fmt::format("rejected={};{}", health_.newly_refused_files,
                           limits_.max_rejected ? std::to_string(*limits_.max_rejected) : ""));
        if (!limits_.max_rejected || health_.newly_refused_files <= *limits_.max_rejected) return;
        found(Severity::warning,
              fmt::format("{} refused within a day (limit {})", plural(health_.newly_refused_files, "file"),
                          *limits_.max_rejected));
    }

    void look_at_installations() {
        figure(
            fmt::format("silent={};; active={}", health_.silent_installations, health_.active_installations));
        if (health_.active_installations == 0) return;
        const double percent = 100 * static_cast<double>(health_.silent_installations) /
                               static_cast<double>(health_.active_installations);
        if (percent <= limits_.silent_installations_percent) return;
        found(Severity::warning,
              fmt::format("{} of {} silent for {} (limit {}%)", health_.silent_installations,
                          plural(health_.active_installations, "installation"),
                          duration_text(limits_.silent_after), limits_.silent_installations_percent));
    }

    void look_at_disk() {
        const auto space = disk_space_of(context_.common.database);
        if (!space) return;
        const double percent = 100 * space->free_share();
        say(fmt::format("{:.0f}% of the disk free", std::floor(percent)));
        figure(fmt::format("free={:.1f}%;;{}:", percent, limits_.min_free_percent));
        if (percent >= limits_.min_free_percent) return;
        found(Severity::critical,
              fmt::format("{:.1f}% of the disk is free (limit {}%)", percent, limits_.min_free_percent));
    }

    const Context& context_;
    const CheckLimits& limits_;
    store::Database database_;
    std::int64_t now_ms_;
    store::Health health_;
    CheckReport report_;
};

}  // namespace

bool CheckReport::has(Severity severity) const {
    return std::any_of(findings.begin(), findings.end(),
                       [severity](const Finding& finding) { return finding.severity == severity; });
}

std::string CheckReport::text() const {
    std::string line;
    for (const Finding& finding : findings) line += (line.empty() ? "" : "; ") + finding.text;
    return line.empty() ? summary : line;
}

CheckReport find_faults(const Context& context, const CheckLimits& limits) {
    return Finder(context, limits).report();
}

}  // namespace tixdb::cli
