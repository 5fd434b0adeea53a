// SPDX-License-Identifier: MIT
// What a command works with: everything around it that a test would want to replace.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/frame/config_file.hpp"

namespace tixdb::cli {

class Option;

using Environment = std::map<std::string, std::string, std::less<>>;

// The program's surroundings, handed in by main or by a test.
struct World {
    Environment environment;
    int in;             // a file descriptor: waiting for a stream could not be interrupted
    std::ostream& out;  // data
    std::ostream& err;  // everything else
    Clock& clock;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool err_is_log = false;      // nobody dates its lines
    std::size_t out_columns = 0;  // of the terminal that shows stdout; 0: it is none, or does not say
    bool err_is_journal = false;  // journald takes priorities off its lines
    bool is_process = false;      // the command is all that the process does
};

// The options that every command takes.
struct CommonOptions {
    std::filesystem::path database = "/var/lib/tixdb/tixdb.sqlite";
    std::chrono::milliseconds wait{0};  // how long to wait for a lock
    bool quiet = false;
    bool verbose = false;
    std::string log_format = "text";
    std::string color = "auto";
};

// Where an option's value came from, for `config show` and for error texts.
enum class Origin { flag, environment, file, fallback };

struct Context {
    World& world;
    CommonOptions common;
    Log& log;
    std::string command;  // "run", "asn import"
    std::string program_version;
    ConfigFile config_file;
    std::vector<Error> config_problems;                  // empty unless the command shows the configuration
    const std::deque<Option>* common_options = nullptr;  // as resolved, for `config show`
    std::optional<std::int64_t> run_id = std::nullopt;   // of the session at work, or that has just failed

    [[nodiscard]] Clock& clock() const { return world.clock; }
    [[nodiscard]] std::ostream& out() const { return world.out; }
    // The same surroundings and options, on another database.
    [[nodiscard]] Context with_database(std::filesystem::path path) const;
    // True if colours may be written to stdout / stderr.
    [[nodiscard]] bool decorate_out() const;
    [[nodiscard]] bool decorate_err() const;
};

}  // namespace tixdb::cli
