// SPDX-License-Identifier: MIT
// The exit codes that every command shares (docs/man/tixdb.md).
#pragma once

#include "base/error.hpp"

namespace tixdb {

enum class ExitCode : int {
    done = 0,  // also if there was nothing to do
    failed = 1,
    usage = 2,
    done_with_rejects = 3,  // --strict only: new rejects or dead letters
    check_threshold = 4,
    try_again = 75,
    configuration = 78,
};

[[nodiscard]] constexpr ExitCode exit_code_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
            return ExitCode::usage;
        case ErrorKind::try_again:
            return ExitCode::try_again;
        case ErrorKind::configuration:
            return ExitCode::configuration;
        case ErrorKind::failed:
            break;
    }
    return ExitCode::failed;
}

}  // namespace tixdb
