// SPDX-License-Identifier: MIT

#include "cli/frame/report_errors.hpp"

#include <fmt/format.h>

#include "store/database.hpp"

namespace tixdb::cli {

void print_error(const Error& error, Log& log) {
    log.error(error.hint().empty() ? error.what() : fmt::format("{}; {}", error.what(), error.hint()));
}

ExitCode report_errors(const Context& context, const std::function<ExitCode()>& work) {
    Log& log = context.log;
    try {
        const ExitCode code = work();
        log.flush();
        return code;
    } catch (const Interrupted&) {
        log.flush();
        throw;
    } catch (const std::exception& exception) {
        log.flush();
        const Error error = store::error_from(exception, context.common.database);
        print_error(error, log);
        return exit_code_of(error.kind());
    }
}

}  // namespace tixdb::cli
