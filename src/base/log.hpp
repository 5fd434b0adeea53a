// SPDX-License-Identifier: MIT
// Messages for people, on stderr. Stages get a Log from the cli and never print by themselves.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace tixdb {

enum class Verbosity { quiet, normal, verbose };
enum class LogFormat { text, json };

// Thread rule: all methods may be called from any thread.
// A message that was already written is only counted; the counts come with flush().
class Log {
  public:
    Log(std::ostream& sink, Verbosity verbosity, LogFormat format)
        : sink_(sink), verbosity_(verbosity), format_(format) {}

    void error(std::string_view message) { write("error", message); }  // always written
    void warning(std::string_view message);                            // not with -q
    void summary(std::string_view message);  // the one line a run ends with; not with -q
    void detail(std::string_view message);   // with -v only

    // Writes how often each repeated message was left out since the last flush.
    void flush();

    // A line for a terminal that the next one, the next message or clear_line() takes away.
    void show_line(std::string_view text);
    void clear_line();

    [[nodiscard]] bool is_verbose() const { return verbosity_ == Verbosity::verbose; }
    [[nodiscard]] bool is_quiet() const { return verbosity_ == Verbosity::quiet; }

  private:
    void write(std::string_view level, std::string_view message);
    void emit(std::string_view level, std::string_view message);
    void take_line_away();

    std::mutex mutex_;
    std::ostream& sink_;
    Verbosity verbosity_;
    LogFormat format_;
    bool has_line_ = false;
    std::map<std::string, std::int64_t, std::less<>> seen_;
};

}  // namespace tixdb
