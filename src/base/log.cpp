// SPDX-License-Identifier: MIT

#include "base/log.hpp"

#include <fmt/format.h>
#include <syslog.h>
#include <unistd.h>

#include <ostream>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb {
namespace {

// Beyond this many different messages none is remembered any more: a log must not grow with its input.
constexpr std::size_t kRemembered = 10'000;

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kPlain = "\x1b[0m";

}  // namespace

void Log::stamp(const Clock& clock, std::string command, bool in_text) {
    clock_ = &clock;
    command_ = std::move(command);
    stamps_text_ = in_text;
}

// Whoever looks at the log alone must see every failure, the hundredth as the first.
void Log::error(std::string_view message) {
    const std::lock_guard lock(mutex_);
    emit(Level::error, message);
}

void Log::warning(std::string_view message) {
    if (verbosity_ != Verbosity::quiet) write(Level::warning, message);
}

void Log::summary(std::string_view message) {
    const std::lock_guard lock(mutex_);
    if (verbosity_ != Verbosity::quiet) emit(Level::info, message);
}

void Log::detail(std::string_view message) {
    if (verbosity_ == Verbosity::verbose) write(Level::debug, message);
}

void Log::flush() {
    const std::lock_guard lock(mutex_);
    for (const auto& [message, seen] : seen_) {
        if (seen.repeats == 0) continue;
        emit(seen.level, fmt::format("repeated {}: {}", plural(seen.repeats, "more time"), message));
    }
    seen_.clear();
}

void Log::write(Level level, std::string_view message) {
    const std::lock_guard lock(mutex_);
    if (const auto known = seen_.find(message); known != seen_.end()) {
        ++known->second.repeats;
        return;
    }
    if (seen_.size() < kRemembered) seen_.emplace(message, Seen{level, 0});
    emit(level, message);
}

void Log::show_line(std::string_view text) {
    const std::lock_guard lock(mutex_);
    take_line_away();
    sink_ << text << std::flush;
    has_line_ = true;
}

void Log::clear_line() {
    const std::lock_guard lock(mutex_);
    take_line_away();
}

void Log::take_line_away() {
    if (!has_line_) return;
    sink_ << "\r\x1b[K" << std::flush;
    has_line_ = false;
}

std::string_view Log::name_of(Level level) {
    switch (level) {
        case Level::error:
            return "error";
        case Level::warning:
            return "warning";
        case Level::info:
            return "info";
        case Level::debug:
            break;
    }
    return "debug";
}

int Log::priority_of(Level level) {
    switch (level) {
        case Level::error:
            return LOG_ERR;
        case Level::warning:
            return LOG_WARNING;
        case Level::info:
            return LOG_INFO;
        case Level::debug:
            break;
    }
    return LOG_DEBUG;
}

std::string Log::json_line(Level level, std::string_view message) const {
    const std::string rest =
        fmt::format("\"level\":\"{}\",\"message\":{}}}\n", name_of(level), json_quoted(message));
    if (clock_ == nullptr) return "{" + rest;
    return fmt::format("{{\"time\":\"{}\",\"pid\":{},\"command\":{},{}", iso_of_s(clock_->now_s()), getpid(),
                       json_quoted(command_), rest);
}

std::string Log::text_line(Level level, std::string_view message) const {
    const std::string_view name = name_of(level);
    if (stamps_text_) {
        return fmt::format("{} tixdb[{}] {} {}: {}\n", iso_of_s(clock_->now_s()), getpid(), command_, name,
                           message);
    }
    if (level == Level::info || level == Level::debug) return fmt::format("tixdb: {}\n", message);
    if (!is_coloured_) return fmt::format("tixdb: {}: {}\n", name, message);
    return fmt::format("tixdb: {}{}:{} {}\n", level == Level::error ? kRed : kYellow, name, kPlain, message);
}

void Log::emit(Level level, std::string_view message) {
    take_line_away();
    if (has_priorities_) sink_ << '<' << priority_of(level) << '>';
    sink_ << (format_ == LogFormat::json ? json_line(level, message) : text_line(level, message));
    sink_.flush();
}

}  // namespace tixdb
