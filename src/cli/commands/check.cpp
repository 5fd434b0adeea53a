// SPDX-License-Identifier: MIT

#include "cli/commands/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/error.hpp"
#include "base/parse_number.hpp"
#include "base/text.hpp"
#include "cli/commands/check_findings.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kPercentage = "a share such as 5% or 0.5%";

// "5%" and "5" are the same.
std::optional<double> percent_of(std::string text) {
    if (text.ends_with('%')) text.pop_back();
    const auto value = parse_number<double>(text);
    return value && *value >= 0 && *value <= 100 ? value : std::nullopt;
}

Option& percentage(OptionSet& options, const char* name, std::string& target, const char* explanation) {
    return options.value(name, target, explanation)
        .require([](const std::string& text) { return percent_of(text).has_value(); }, kPercentage);
}

// Nagios reads one line, and what stands behind a bar as figures.
std::string nagios_line(const std::string& text, const std::string& figures) {
    std::string line = text;
    std::replace(line.begin(), line.end(), '|', '/');
    return figures.empty() ? line : line + " | " + figures;
}

// https://nagios-plugins.org/doc/guidelines.html: what it calls the codes.
constexpr int kNagiosWarning = 1;
constexpr int kNagiosCritical = 2;
constexpr int kNagiosUnknown = 3;

}  // namespace

void CheckCommand::add_options(OptionSet& options) {
    options.value("--max-age", limits_.max_age, "how long ago ingest and process may have ended well");
    options.value("--max-waiting", limits_.max_waiting, "how long a result may wait to be sent");
    options.value("--max-dead", limits_.max_dead, "results that tix-api refused for good").not_negative();
    options
        .value("--max-rejected", limits_.max_rejected,
               "files refused for the first time within a day; without it any number")
        .not_negative();
    percentage(options, "--min-free", min_free_, "how much of the database's disk has to be free");
    percentage(options, "--silent-installations", silent_installations_,
               "how many of the installations of the last week may be silent");
    options.value("--silent-after", limits_.silent_after, "silent is who has not measured for so long");
    options.flag("--nagios", nagios_, "as a Nagios plugin: codes 0 to 3 and performance data")
        .command_line_only();
}

ExitCode CheckCommand::run(Context& context) {
    limits_.min_free_percent = percent_of(min_free_).value();
    limits_.silent_installations_percent = percent_of(silent_installations_).value();
    if (nagios_) return run_for_nagios(context);
    const CheckReport report = find_faults(context, limits_);
    context.out() << (report.findings.empty() ? "ok: " : "not well: ") << report.text() << '\n';
    return report.findings.empty() ? ExitCode::done : ExitCode::check_threshold;
}

ExitCode CheckCommand::run_for_nagios(Context& context) {
    try {
        const CheckReport report = find_faults(context, limits_);
        const bool is_critical = report.has(Severity::critical);
        const char* state = is_critical ? "CRITICAL" : report.findings.empty() ? "OK" : "WARNING";
        context.out() << "TIXDB " << state << ": " << nagios_line(report.text(), report.figures) << '\n';
        if (is_critical) return static_cast<ExitCode>(kNagiosCritical);
        return static_cast<ExitCode>(report.findings.empty() ? 0 : kNagiosWarning);
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {
        context.out() << "TIXDB UNKNOWN: " << nagios_line(escaped(error.what()), "") << '\n';
        return static_cast<ExitCode>(kNagiosUnknown);
    }
}

}  // namespace tixdb::cli
