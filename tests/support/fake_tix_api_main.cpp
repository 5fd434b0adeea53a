// SPDX-License-Identifier: MIT
// The stand-in as a program: fake_tix_api [--port N] [--port-file FILE] [--rows-file FILE] [--user U]
// [--password P] [--seconds N] [--delay-ms N] [--trouble-percent N] [--seed N].
// Serves 127.0.0.1 until SIGTERM or SIGINT, its parent's end, or so many seconds (600) have passed.
// --rows-file gets one JSON object a line for each stored report, --delay-ms is how long each POST takes, and
// so many percent of all requests, drawn by the seed, end as those of a server in trouble do.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "base/text.hpp"
#include "support/fake_tix_api.hpp"

namespace {

using Options = std::map<std::string, std::string>;

Options parse(int argc, char** argv) {
    Options options = {{"--port", "0"},
                       {"--port-file", ""},
                       {"--rows-file", ""},
                       {"--user", tixdb::test::FakeTixApi::kUser},
                       {"--password", tixdb::test::FakeTixApi::kPassword},
                       {"--seconds", "600"},
                       {"--delay-ms", "0"},
                       {"--trouble-percent", "0"},
                       {"--seed", "1"}};
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!options.contains(argv[i])) throw std::invalid_argument(fmt::format("no option {}", argv[i]));
        options[argv[i]] = argv[i + 1];
    }
    if (argc % 2 == 0) throw std::invalid_argument("each option takes a value");
    return options;
}

std::string json_of(const tixdb::test::StoredReport& report) {
    return fmt::format(
        R"({{"user_id":{},"installation_id":{},"timestamp":{},"up_usage":{},"up_quality":{},"down_usage":{},)"
        R"("down_quality":{},"ip":{}}})",
        report.installation.user_id, report.installation.installation_id, report.timestamp_s, report.up_usage,
        report.up_quality, report.down_usage, report.down_quality, tixdb::json_quoted(report.ip));
}

// Written beside it and renamed: who sees the file can read the whole number.
void write_port(const std::string& path, int port) {
    if (path.empty()) return;
    std::ofstream(path + ".new") << port << '\n';
    std::filesystem::rename(path + ".new", path);
}

// How a request ends in trouble. What was given to the server may be stored at once, within a second, or
// never.
tixdb::test::Answer troubled_answer(tixdb::test::Route route, unsigned drawn) {
    using tixdb::test::Answer;
    using Kind = Answer::Kind;
    constexpr std::array kWithReport = {Kind::hang,       Kind::store_and_hang, Kind::hang_and_store_later,
                                        Kind::cut,        Kind::store_and_cut,  Kind::cut_in_answer,
                                        Kind::cut_at_once};
    const std::array answers = {Answer::with_status(500, "Internal Server Error"),
                                Answer::with_status(502, "<html>Bad Gateway</html>"),
                                Answer::with_status(503, "Service Unavailable"),
                                Answer::with_status(429, "Too Many Requests", {{"Retry-After", "1"}}),
                                Answer::of(Kind::hang),
                                Answer::of(Kind::cut)};
    if (route == tixdb::test::Route::post_report && drawn % 2 == 0) {
        return Answer::of(kWithReport.at(drawn / 2 % kWithReport.size()));
    }
    return answers.at(drawn / 2 % answers.size());
}

void get_into_trouble(tixdb::test::FakeTixApi& api, const Options& options) {
    const auto percent = static_cast<unsigned>(std::stoul(options.at("--trouble-percent")));
    if (percent == 0) return;
    auto random = std::make_shared<std::mt19937>(static_cast<unsigned>(std::stoul(options.at("--seed"))));
    api.choose_answers([random, percent](const tixdb::test::ReceivedRequest& request) {
        const bool is_in_trouble = (*random)() % 100 < percent;
        std::optional<tixdb::test::Answer> answer;
        if (is_in_trouble) answer = troubled_answer(request.route, static_cast<unsigned>((*random)()));
        return answer;
    });
}

void serve(const Options& options, const sigset_t& signals) {
    std::ofstream rows;
    if (!options.at("--rows-file").empty()) rows.open(options.at("--rows-file"), std::ios::app);
    tixdb::test::FakeTixApi api(std::stoi(options.at("--port")), options.at("--user"),
                                options.at("--password"));
    api.answer_always(
        tixdb::test::Route::post_report,
        tixdb::test::Answer::normal(std::chrono::milliseconds(std::stoi(options.at("--delay-ms")))));
    api.on_stored([&rows](const tixdb::test::StoredReport& report) { rows << json_of(report) << std::endl; });
    get_into_trouble(api, options);
    write_port(options.at("--port-file"), api.port());
    std::cout << "listening on http://127.0.0.1:" << api.port() << "/api" << std::endl;
    const auto parent = getppid();
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::seconds(std::stoi(options.at("--seconds")));
    while (std::chrono::steady_clock::now() < end && getppid() == parent) {
        const timespec pause{0, 500'000'000};
        if (sigtimedwait(&signals, nullptr, &pause) > 0) return;
        api.store_late_reports();
    }
}

}  // namespace

int main(int argc, char** argv) try {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    serve(parse(argc, argv), signals);
    return 0;
} catch (const std::exception& exception) {
    std::cerr << "fake_tix_api: " << exception.what() << '\n';
    return 1;
}
