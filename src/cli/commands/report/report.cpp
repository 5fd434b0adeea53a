// SPDX-License-Identifier: MIT

#include "cli/commands/report/report.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/frame/arguments.hpp"
#include "cli/stages/report_folder_stage.hpp"
#include "page/document.hpp"
#include "page/installation_page.hpp"
#include "page/output_file.hpp"
#include "page/report_folder.hpp"
#include "page/sections.hpp"
#include "page/time_units.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::cli {
namespace {

constexpr double kLargestAsNumber = 4'294'967'295;  // RFC 6793

constexpr std::int64_t kDaysOfOne = 90;
constexpr std::int64_t kDaysOfFleet = 7;

// One figure for a paper, with what it was made with below it.
std::string chart_svg(const page::InstallationReport& report, const std::string& name) {
    if (name == "heatmap") return page::week_heat_map(report, false, true);
    page::TimeChart chart = name == "usage" ? page::usage_chart(report) : page::latency_chart(report);
    chart.caption = fmt::format("{}; {}", report.zone.name(), page::made_with_text(report));
    return page::svg_of(chart, report.zone);
}

}  // namespace

void ReportCommand::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id; without: all installations", false);
    options.positional("INSTALLATION", installation_, "installation id", false);
    options.value("-o,--output", output_, "file to write").command_line_only();
    options
        .value("--output-folder", folder_,
               "folder to write to: the list of installations, index.html, and a page of each")
        .command_line_only();
    options.value("--as", as_number_, "only what was measured in the network of this number")
        .between(1, kLargestAsNumber)
        .command_line_only();
    options
        .value("--from", from_,
               "results that end at this time or later (default: 90 days before --to; of more than one "
               "installation 7)")
        .command_line_only();
    options.value("--to", to_, "results that end before this time (default: after the last one)")
        .command_line_only();
    add_time_zone_option(options, time_zone_);
    options.value("--method", method_, "the method whose results are shown")
        .choices(model::method_names())
        .command_line_only();
    options.value("--svg", chart_, "write one figure of an installation for a paper")
        .choices({"usage", "latency", "heatmap"})
        .command_line_only();
}

void ReportCommand::validate_subject() {
    if (!user_.empty() || !installation_.empty())
        key_ = model::InstallationKey{id_argument("USER", user_), id_argument("INSTALLATION", installation_)};
    if (output_.empty() == folder_.empty())
        throw Error(ErrorKind::usage, "where to write is not named, or twice",
                    "name -o FILE.html, or --output-folder DIR");
    if (key_ && (!folder_.empty() || as_number_))
        throw Error(ErrorKind::usage, "--as and --output-folder are not for one installation",
                    "leave USER and INSTALLATION out");
    if (!key_ && chart_)
        throw Error(ErrorKind::usage, "--svg is for one installation", "name USER and INSTALLATION");
}

void ReportCommand::validate(const Context& context) {
    validate_subject();
    if (!output_.empty())
        store::refuse_files_of(context.common.database, output_, "name another file after --output");
    from_s_ = time_argument("--from", from_, context);
    to_s_ = time_argument("--to", to_, context);
    check_range(from_s_, to_s_);
    (void)page::TimeZone(time_zone_, 0, 1);
}

ExitCode ReportCommand::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    if (key_)
        report_installation(context, database);
    else
        report_fleet(context, database);
    return ExitCode::done;
}

void ReportCommand::report_installation(Context& context, store::Database& database) {
    const auto bounds = store::ReportPageReader(database).bounds(*key_);
    if (!bounds || !bounds->first_s || !bounds->last_s)
        throw Error(ErrorKind::failed, fmt::format("no report of {} is stored", key_->text()),
                    "v_installation lists those that there are");
    store::PageScope scope{*key_, 0, to_s_.value_or(*bounds->last_s + 1), *model::method_named(method_)};
    scope.from_s = from_s_.value_or(std::max(*bounds->first_s, scope.to_s - kDaysOfOne * page::kDayS));
    if (scope.from_s >= scope.to_s) {
        throw Error(ErrorKind::failed, fmt::format("nothing of {} lies in that time", key_->text()),
                    "v_installation tells from when to when it measured");
    }
    page::InstallationReport report = page::read_installation_report(database, scope, time_zone_);
    report.program_version = context.program_version;
    report.made_s = context.clock().now_s();
    const std::string text = chart_ ? page::svg_file(chart_svg(report, *chart_)) : page::html_of(report);
    page::write_page(output_, text);
    context.log.summary(fmt::format("report: {} of {} written to {}",
                                    plural(static_cast<std::int64_t>(report.read.windows.size()), "result"),
                                    key_->text(), escaped(output_)));
}

store::FleetScope ReportCommand::fleet_scope(store::Database& database) const {
    store::FleetScope scope{0, 0, *model::method_named(method_), std::nullopt};
    if (as_number_) scope.as_number = std::to_string(*as_number_);
    const auto bounds = store::FleetPageReader(database).bounds();
    if (!bounds.last_window_s)
        throw Error(ErrorKind::failed, "there are no results yet", "`tixdb process` computes them");
    scope.to_s = to_s_.value_or(*bounds.last_window_s + 1);
    scope.from_s =
        from_s_.value_or(std::max(bounds.first_s.value_or(0), scope.to_s - kDaysOfFleet * page::kDayS));
    if (scope.from_s >= scope.to_s)
        throw Error(ErrorKind::failed, "nothing was measured in that time",
                    "`tixdb status` tells when the newest report is of");
    return scope;
}

void ReportCommand::report_fleet(Context& context, store::Database& database) {
    const store::FleetScope scope = fleet_scope(database);
    if (!folder_.empty()) {
        const auto written = page::write_report_folder(
            database, scope,
            {folder_, time_zone_, scope.method, context.program_version, context.clock().now_s()});
        context.log.summary(fmt::format("report: the list and {} written to {}",
                                        plural(written.installations, "page"), escaped(folder_)));
        return;
    }
    page::FleetReport report = page::read_fleet_report(database, scope, time_zone_);
    report.program_version = context.program_version;
    report.made_s = context.clock().now_s();
    page::write_page(output_, page::html_of(report));
    context.log.summary(fmt::format("report: {} written to {}",
                                    plural(static_cast<std::int64_t>(report.lines.size()), "installation"),
                                    escaped(output_)));
}

}  // namespace tixdb::cli
