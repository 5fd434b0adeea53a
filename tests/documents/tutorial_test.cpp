// SPDX-License-Identifier: MIT
// Who follows docs/tutorial.md sees what it shows.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::tutorial {
namespace {

TEST(Tutorial, EveryCommandSaysWhatIsShown) {
    const test::TemporaryFolder folder;
    std::filesystem::create_directories(folder / "build/release");
    std::filesystem::create_symlink(test::program_path(), folder / "build/release/tixdb");
    std::ofstream(folder / "tixdb.conf");
    const auto commands = test::commands_with_prompt(test::page("docs/tutorial.md"));
    EXPECT_EQ(commands.size(), 9U);
    for (const auto& [command, shown] : commands) {
        const auto result = test::run_in_shell(
            command, folder.path(),
            {{"HOME", folder.path().string()}, {"TIXDB_CONFIG", (folder / "tixdb.conf").string()}});
        EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
        EXPECT_TRUE(test::shows(shown, result.lines))
            << "docs/tutorial.md does not show what this says: " << command << '\n'
            << result.text();
    }
    EXPECT_TRUE(test::text_of_file(folder / "build/tutorial/report.html").ends_with("</html>\n"));
}

}  // namespace
}  // namespace tixdb::tutorial
