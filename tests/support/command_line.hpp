// SPDX-License-Identifier: MIT
// Runs commands as a user would, in this process, and compares all that can be seen of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/frame/context.hpp"
#include "support/fake_clock.hpp"

namespace tixdb::test {

struct CommandResult {
    int exit_code = -1;
    std::string out;
    std::string err;
};

struct CommandLine {
    cli::Environment environment;
    Clock* clock = nullptr;  // the system's if null
    std::string input;       // stdin
    bool err_is_terminal = false;
    bool out_is_terminal = false;
    bool err_is_log = false;
    std::size_t out_columns = 0;
    bool err_is_journal = false;

    // arguments without the program's name.
    [[nodiscard]] CommandResult run(const std::vector<std::string>& arguments) const;
};

// Compares with tests/cli/<name>.golden: exit code, stdout and stderr. Each replacement's first text (a
// temporary path, say) is shown as its second; this process, where it holds a lock, as {pid}.
// TIXDB_UPDATE_GOLDENS=1 writes the file instead; read the diff before you commit it.
void expect_golden(const std::string& name, const CommandResult& result,
                   std::map<std::string, std::string> replacements = {});

}  // namespace tixdb::test
