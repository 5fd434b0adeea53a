// SPDX-License-Identifier: MIT
// Where exceptions end: each is printed once and becomes an exit code.
#pragma once

#include <functional>

#include "base/error.hpp"
#include "base/exit_code.hpp"
#include "base/log.hpp"
#include "cli/frame/context.hpp"

namespace tixdb::cli {

void print_error(const Error& error, Log& log);

// Runs work and returns its code; an exception is printed and becomes the code of its kind. Interrupted
// passes through. Of an error in a session, the session's row keeps the reason.
[[nodiscard]] ExitCode report_errors(Context& context, const std::function<ExitCode()>& work);

}  // namespace tixdb::cli
