// SPDX-License-Identifier: MIT
// Who checks a link by docs/validate.md: the ways to count, and the trial on a simulated link.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

class Validate : public testing::Test {
  protected:
    Validate() {
        std::filesystem::create_directories(folder_ / "bin");
        std::filesystem::create_symlink(test::program_path(), folder_ / "bin/tixdb");
        std::ofstream(folder_ / "tixdb.conf");
    }
    // The block of shell that begins with this text.
    [[nodiscard]] std::string block(const std::string& beginning) const {
        const std::string fence = "```sh\n";
        const auto at = text_.find(fence + beginning);
        if (at == std::string::npos) throw std::runtime_error("no block begins with " + beginning);
        const auto begin = at + fence.size();
        return text_.substr(begin, text_.find("```", begin) - begin);
    }
    void write_script(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / "bin" / name) << text;
        std::filesystem::permissions(folder_ / "bin" / name, std::filesystem::perms::owner_all);
    }
    [[nodiscard]] test::ShellResult run(const std::string& command) const {
        return test::run_in_shell(command, folder_.path(),
                                  {{"HOME", folder_.path().string()},
                                   {"PATH", (folder_ / "bin").string() + ":" + std::getenv("PATH")},
                                   {"TIXDB_CONFIG", (folder_ / "tixdb.conf").string()}});
    }

    test::TemporaryFolder folder_;
    const std::string text_ = test::page("docs/validate.md");
};

TEST_F(Validate, TheTrialShowsWhatThePageShows) {
    const auto commands = test::commands_with_prompt(text_);
    ASSERT_EQ(commands.size(), 5U);
    for (const auto& [command, shown] : commands) {
        const auto result = run(command);
        EXPECT_EQ(result.exit_code, 0) << command << '\n' << result.text();
        EXPECT_TRUE(test::shows(shown, result.lines)) << command << '\n' << result.text();
    }
}

TEST_F(Validate, CountersOfLinuxAreTimeAndBytes) {
    write_script("wan-counters", block("#!/bin/sh\n# wan-counters INTERFACE"));
    const auto result = run("wan-counters lo");
    ASSERT_EQ(result.lines.size(), 1U) << result.text();
    EXPECT_EQ(std::count(result.lines[0].begin(), result.lines[0].end(), ','), 2);
    EXPECT_EQ(result.lines[0].find_first_not_of("0123456789,"), std::string::npos) << result.lines[0];
    EXPECT_EQ(run("wan-counters no-such-interface").lines.size(), 0U);
}

TEST_F(Validate, CountersBySnmpAreTimeAndBytes) {
    write_script("snmpget",
                 "#!/bin/sh\n[ \"$*\" = '-v2c -c public -Oqv router .1.3.6.1.2.1.31.1.1.1.6.2"
                 " .1.3.6.1.2.1.31.1.1.1.10.2' ] && printf '123\\n45\\n'\n");
    write_script("wan-counters-snmp", block("#!/bin/sh\n# wan-counters-snmp HOST INDEX"));
    const auto result = run("wan-counters-snmp router 2");
    ASSERT_EQ(result.lines.size(), 1U) << result.text();
    EXPECT_TRUE(result.lines[0].ends_with(",123,45")) << result.lines[0];
    EXPECT_TRUE(run("wan-counters-snmp router 3").lines[0].ends_with(",")) << "a time-out";
}

TEST_F(Validate, SumsOfVnStatBecomeCounters) {
    if (run("command -v jq").exit_code != 0) GTEST_SKIP() << "jq is not there";
    write_script("vnstat",
                 "#!/bin/sh\ncat <<'END'\n{\"interfaces\":[{\"name\":\"eth0\",\"traffic\":{\"fiveminute\":["
                 "{\"id\":1,\"timestamp\":1772323200,\"rx\":1000,\"tx\":10},"
                 "{\"id\":2,\"timestamp\":1772323500,\"rx\":5000000000,\"tx\":20}]}}]}\nEND\n");
    ASSERT_EQ(run(block("vnstat")).exit_code, 0);
    EXPECT_EQ(test::text_of_file(folder_ / "wan.csv"),
              "time,rx,tx\n1772323500,1000,10\n1772323800,5000001000,30\n");
}

}  // namespace
}  // namespace tixdb
