// SPDX-License-Identifier: MIT
// The few kinds of failure that tixdb tells apart. Wrong data is no exception but a value: a refusal with its
// reason. Layers add context on the way up; only cli prints, only main exits.
#pragma once

#include <stdexcept>
#include <string>

namespace tixdb {

// Each kind has an exit code of its own (base/exit_code.hpp).
enum class ErrorKind {
    failed,         // the work could not be done
    usage,          // the command line is wrong
    try_again,      // locked, busy or the API is down: the same command may work later
    configuration,  // a setting, a credential or the other side is not what it has to be
};

// what() is "what failed: why"; hint() is one thing to do about it, or empty.
class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, const std::string& message, std::string hint = {})
        : std::runtime_error(message), kind_(kind), hint_(std::move(hint)) {}

    [[nodiscard]] ErrorKind kind() const { return kind_; }
    [[nodiscard]] const std::string& hint() const { return hint_; }

    // The same error with "context: " in front.
    [[nodiscard]] Error within(const std::string& context) const {
        return {kind_, context + ": " + what(), hint_};
    }

  private:
    ErrorKind kind_;
    std::string hint_;
};

// Thrown where a run that was asked to stop (SIGINT, SIGTERM) has come to a consistent point.
class Interrupted : public std::runtime_error {
  public:
    // done: what is kept of the work, "2700 reports are stored" for example, or empty.
    explicit Interrupted(int signal_number, const std::string& done = {})
        : std::runtime_error(done.empty() ? "interrupted" : "interrupted: " + done + "; run again to go on"),
          signal_number_(signal_number) {}
    [[nodiscard]] int signal_number() const { return signal_number_; }

    // Whether the message has been printed already.
    [[nodiscard]] bool is_told() const { return is_told_; }
    void set_told() { is_told_ = true; }

  private:
    int signal_number_;
    bool is_told_ = false;
};

}  // namespace tixdb
