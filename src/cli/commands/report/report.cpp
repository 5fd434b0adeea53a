// SPDX-License-Identifier: MIT

#include "cli/commands/report/report.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "cli/frame/arguments.hpp"
#include "page/document.hpp"
#include "page/installation_page.hpp"
#include "page/output_file.hpp"
#include "page/sections.hpp"

namespace tixdb::cli {
namespace {

constexpr std::int64_t kDayS = 86'400;
constexpr std::int64_t kDefaultDays = 90;

std::vector<std::string> single_methods() {
    std::vector<std::string> names;
    for (const model::Method method : model::kMethods) names.emplace_back(model::name_of(method));
    return names;
}

// One figure for a paper, with what it was made with below it.
std::string figure_svg(const page::InstallationReport& report, const std::string& name) {
    if (name == "heatmap") return page::week_figure(report, false, true);
    page::TimeFigure figure = name == "usage" ? page::usage_figure(report) : page::latency_figure(report);
    figure.caption = fmt::format("{}; {}", report.zone.name(), page::made_with_text(report));
    return page::svg_of(figure, report.zone);
}

}  // namespace

void ReportCommand::add_options(OptionSet& options) {
    options.positional("USER", user_, "user id");
    options.positional("INSTALLATION", installation_, "installation id");
    options.value("-o,--output", output_, "file to write (required)").command_line_only();
    options.value("--from", from_, "results that end at this time or later (default: 90 days before --to)")
        .command_line_only();
    options.value("--to", to_, "results that end before this time (default: after the last observation)")
        .command_line_only();
    options.value("--timezone", time_zone_, "time zone of hours and days, such as Europe/Brussels");
    options.value("--method", method_, "the method whose results are shown")
        .choices(single_methods())
        .command_line_only();
    options.value("--svg", figure_, "write one figure for a paper instead")
        .choices({"usage", "latency", "heatmap"})
        .command_line_only();
}

void ReportCommand::validate(const Context& context) {
    key_ = {id_argument("USER", user_), id_argument("INSTALLATION", installation_)};
    if (output_.empty()) throw Error(ErrorKind::usage, "no file is named", "name one: -o FILE.html");
    if (from_) from_s_ = time_argument("--from", *from_, context);
    if (to_) to_s_ = time_argument("--to", *to_, context);
    if (from_s_ && to_s_ && *from_s_ >= *to_s_)
        throw Error(ErrorKind::usage, "--to is not later than --from", "the range is [from, to)");
    (void)page::TimeZone(time_zone_, 0, 1);
}

ExitCode ReportCommand::run(Context& context) {
    store::Database database = store::Database::open_for_reading(context.common.database);
    report_installation(context, database);
    return ExitCode::done;
}

void ReportCommand::report_installation(Context& context, store::Database& database) {
    const auto bounds = store::ReportPageReader(database).bounds(key_);
    if (!bounds || !bounds->first_s || !bounds->last_s)
        throw Error(ErrorKind::failed, fmt::format("no report of {} is stored", key_.text()),
                    "v_installation lists those that there are");
    store::PageScope scope{key_, 0, to_s_.value_or(*bounds->last_s + 1), *model::method_named(method_)};
    scope.from_s = from_s_.value_or(std::max(*bounds->first_s, scope.to_s - kDefaultDays * kDayS));
    if (scope.from_s >= scope.to_s) {
        throw Error(ErrorKind::failed, fmt::format("nothing of {} lies in that time", key_.text()),
                    "v_installation tells from when to when it measured");
    }
    page::InstallationReport report = page::read_installation_report(database, scope, time_zone_);
    report.program_version = context.program_version;
    report.made_s = context.clock().now_s();
    const std::string text = figure_ ? page::svg_file(figure_svg(report, *figure_)) : page::html_of(report);
    page::write_page(output_, text);
    context.log.summary(fmt::format("report: {} of {} written to {}",
                                    plural(static_cast<std::int64_t>(report.read.windows.size()), "result"),
                                    key_.text(), escaped(output_)));
}

}  // namespace tixdb::cli
