// SPDX-License-Identifier: MIT
// The stand-in as a program: fake_tix_api [--port N] [--port-file FILE] [--rows-file FILE] [--user U]
// [--password P] [--seconds N] [--delay-ms N] [--usual ANSWER] [--trouble-percent N] [--trouble ANSWER,…]
// [--seed N] [--certificate FILE --key FILE].
// Serves 127.0.0.1 until SIGTERM or SIGINT, its parent's end, or so many seconds (600) have passed.
// --rows-file has one JSON object per line for each stored report; what it holds at the start is stored
// already, as in a database that outlives its server. --delay-ms is how long each POST takes, --usual how
// each is answered (normal). So many percent of all requests, drawn by the seed, end as those of a server in
// trouble do, in one of these ways (all; tests/support/named_answers.cpp has them). With a certificate it
// speaks https.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "support/fake_tix_api.hpp"
#include "support/named_answers.hpp"

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
                       {"--usual", "normal"},
                       {"--trouble-percent", "0"},
                       {"--trouble", "all"},
                       {"--seed", "1"},
                       {"--certificate", ""},
                       {"--key", ""}};
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

// What an earlier stand-in has stored.
void store_rows_of(tixdb::test::FakeTixApi& api, const std::string& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto row = nlohmann::json::parse(line);
        const auto figure = [&row](const char* name) { return row.at(name).dump(); };
        api.store({{row.at("user_id"), row.at("installation_id")},
                   row.at("timestamp"),
                   figure("up_usage"),
                   figure("up_quality"),
                   figure("down_usage"),
                   figure("down_quality"),
                   row.at("ip")});
    }
}

void get_into_trouble(tixdb::test::FakeTixApi& api, const Options& options) {
    const auto percent = static_cast<unsigned>(std::stoul(options.at("--trouble-percent")));
    if (percent == 0) return;
    auto random = std::make_shared<std::mt19937>(static_cast<unsigned>(std::stoul(options.at("--seed"))));
    const auto answers = tixdb::test::answers_listed(options.at("--trouble"));
    std::vector<tixdb::test::NamedAnswer> of_questions;
    for (const auto& each : answers) {
        if (!each.is_for_posts) of_questions.push_back(each);
    }
    api.choose_answers([random, percent, answers, of_questions](const tixdb::test::ReceivedRequest& request) {
        const bool is_in_trouble = (*random)() % 100 < percent;
        const auto& choice = request.route == tixdb::test::Route::post_report ? answers : of_questions;
        std::optional<tixdb::test::Answer> answer;
        if (is_in_trouble && !choice.empty()) answer = choice.at((*random)() % choice.size()).answer;
        return answer;
    });
}

void set_answers(tixdb::test::FakeTixApi& api, const Options& options) {
    auto usual = tixdb::test::answer_named(options.at("--usual")).answer;
    usual.delay = std::chrono::milliseconds(std::stoi(options.at("--delay-ms")));
    api.answer_always(tixdb::test::Route::post_report, usual);
    get_into_trouble(api, options);
}

void serve(const Options& options, const sigset_t& signals) {
    const std::string rows_file = options.at("--rows-file");
    std::ofstream rows;
    std::optional<tixdb::test::TlsSettings> tls;
    if (!options.at("--certificate").empty()) tls = {options.at("--certificate"), options.at("--key"), false};
    tixdb::test::FakeTixApi api(std::stoi(options.at("--port")), options.at("--user"),
                                options.at("--password"), tls, [&](tixdb::test::FakeTixApi& made) {
                                    if (!rows_file.empty()) {
                                        store_rows_of(made, rows_file);
                                        rows.open(rows_file, std::ios::app);
                                    }
                                    set_answers(made, options);
                                    made.on_stored([&rows](const tixdb::test::StoredReport& report) {
                                        rows << json_of(report) << std::endl;
                                    });
                                });
    write_port(options.at("--port-file"), api.port());
    std::cout << "listening on " << (tls ? "https" : "http") << "://127.0.0.1:" << api.port() << "/api"
              << std::endl;
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
