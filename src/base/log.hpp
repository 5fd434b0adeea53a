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

class Clock;

enum class Verbosity { quiet, normal, verbose };
enum class LogFormat { text, json };

// Thread rule: all methods may be called from any thread; stamp(), prioritise() and colour() before the first
// message. A warning or detail that was already written since the last flush() is only counted; errors never
// are.
class Log {
  public:
    Log(std::ostream& sink, Verbosity verbosity, LogFormat format)
        : sink_(sink), verbosity_(verbosity), format_(format) {}

    // From now on lines in JSON, and with in_text those in text too, tell the time, the command and the
    // process. The clock must outlive this.
    void stamp(const Clock& clock, std::string command, bool in_text);
    // From now on each line begins with its level as syslog has it, "<3>": journald takes it off and shows
    // errors as such.
    void prioritise() { has_priorities_ = true; }
    // Shows the words `error` and `warning` in colour, for a terminal.
    void colour(bool is_coloured) { is_coloured_ = is_coloured; }

    void error(std::string_view message);    // always written
    void warning(std::string_view message);  // not with -q
    void summary(std::string_view message);  // the one line a run ends with; not with -q
    void detail(std::string_view message);   // with -v only

    // Writes, at their own level, how often repeated messages were left out, and begins to count anew.
    void flush();

    // A line for a terminal that the next one, the next message or clear_line() takes away.
    void show_line(std::string_view text);
    void clear_line();

    [[nodiscard]] bool is_verbose() const { return verbosity_ == Verbosity::verbose; }

  private:
    enum class Level { error, warning, info, debug };
    struct Seen {
        Level level = Level::warning;
        std::int64_t repeats = 0;
    };

    static std::string_view name_of(Level level);
    static int priority_of(Level level);
    void write(Level level, std::string_view message);
    void emit(Level level, std::string_view message);
    [[nodiscard]] std::string json_line(Level level, std::string_view message) const;
    [[nodiscard]] std::string text_line(Level level, std::string_view message) const;
    void take_line_away();

    std::mutex mutex_;
    std::ostream& sink_;
    Verbosity verbosity_;
    LogFormat format_;
    const Clock* clock_ = nullptr;  // if lines are stamped
    std::string command_;
    bool stamps_text_ = false;
    bool is_coloured_ = false;
    bool has_priorities_ = false;
    bool has_line_ = false;
    std::map<std::string, Seen, std::less<>> seen_;
};

}  // namespace tixdb
