#include "cli/guarded.hpp"

#include <fmt/format.h>

#include "store/database.hpp"

namespace tixdb::cli {

void print_error(const Error& error, Log& log) {
    log.error(error.hint().empty() ? error.what() : fmt::format("{}; {}", error.what(), error.hint()));
}

ExitCode guarded(Log& log, const std::function<ExitCode()>& work) {
    try {
        const ExitCode code = work();
        log.flush();
        return code;
    } catch (const Interrupted&) {
        log.flush();
        throw;
    } catch (const std::exception& exception) {
        log.flush();
        const Error error = store::error_from(exception);
        print_error(error, log);
        return exit_code_of(error.kind());
    }
}

}  // namespace tixdb::cli
