// SPDX-License-Identifier: MIT

#include "base/log.hpp"

#include <fmt/format.h>

#include <ostream>

#include "base/text.hpp"

namespace tixdb {
namespace {

// Beyond this many different messages none is remembered any more: a log must not grow with its input.
constexpr std::size_t kRemembered = 10'000;

}  // namespace

void Log::warning(std::string_view message) {
    if (verbosity_ != Verbosity::quiet) write("warning", message);
}

void Log::summary(std::string_view message) {
    const std::lock_guard lock(mutex_);
    if (verbosity_ != Verbosity::quiet) emit("info", message);
}

void Log::detail(std::string_view message) {
    if (verbosity_ == Verbosity::verbose) write("debug", message);
}

void Log::flush() {
    const std::lock_guard lock(mutex_);
    for (auto& [message, repeats] : seen_) {
        if (repeats > 0 && verbosity_ != Verbosity::quiet) {
            emit("info",
                 fmt::format("repeated {} more time{}: {}", repeats, repeats == 1 ? "" : "s", message));
        }
        repeats = 0;
    }
}

void Log::write(std::string_view level, std::string_view message) {
    const std::lock_guard lock(mutex_);
    if (const auto known = seen_.find(message); known != seen_.end()) {
        ++known->second;
        return;
    }
    if (seen_.size() < kRemembered) seen_.emplace(message, 0);
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

void Log::emit(std::string_view level, std::string_view message) {
    take_line_away();
    if (format_ == LogFormat::json) {
        sink_ << fmt::format("{{\"level\":\"{}\",\"message\":{}}}\n", level, json_quoted(message));
    } else if (level == "info" || level == "debug") {
        sink_ << fmt::format("tixdb: {}\n", message);
    } else {
        sink_ << fmt::format("tixdb: {}: {}\n", level, message);
    }
    sink_.flush();
}

}  // namespace tixdb
