// SPDX-License-Identifier: MIT
// What the scripts of `tixdb completion` offer, asked in the shells themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "cli/frame/description.hpp"
#include "support/command_line.hpp"
#include "support/shell.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb::cli::completion {
namespace {

class CompletionTest : public testing::Test {
  protected:
    void write_script(const std::string& shell) const {
        const auto result = line_.run({"completion", shell});
        EXPECT_EQ(result.exit_code, 0) << result.err;
        std::ofstream(folder_ / ("tixdb." + shell)) << result.out;
    }

    [[nodiscard]] bool has(const std::string& shell) const {
        return test::run_in_shell("command -v " + shell, folder_.path()).exit_code == 0;
    }

    [[nodiscard]] std::set<std::string> answers_of(const std::string& command) const {
        const auto result = test::run_in_shell(command, folder_.path());
        EXPECT_EQ(result.exit_code, 0) << result.text();
        return {result.lines.begin(), result.lines.end()};
    }

    // words: as bash splits them, the last one is being typed.
    [[nodiscard]] std::set<std::string> in_bash(const std::string& words) const {
        std::ofstream(folder_ / "ask.bash")
            << "compopt() { :; }\n. ./tixdb.bash\nCOMP_WORDS=(" << words
            << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_tixdb\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        return answers_of("bash ask.bash");
    }

    [[nodiscard]] std::set<std::string> in_fish(const std::string& line) const {
        std::set<std::string> words;
        for (const std::string& answer :
             answers_of("HOME=$PWD fish --no-config -c 'source tixdb.fish; complete -C \"" + line + "\"'")) {
            words.insert(answer.substr(0, answer.find('\t')));
        }
        return words;
    }

    test::TemporaryFolder folder_;
    test::CommandLine line_;
};

using Words = std::set<std::string>;

TEST_F(CompletionTest, ShellThatIsNoneIsRefused) {
    test::expect_golden("completion/unknown_shell", line_.run({"completion", "tcsh"}));
}

TEST_F(CompletionTest, WorksInSpiteOfAWrongConfigurationFile) {
    std::ofstream(folder_ / "wrong.conf") << "databse = x\n";
    const auto result = line_.run({"--config", (folder_ / "wrong.conf").string(), "completion", "bash"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.out, line_.run({"completion", "bash"}).out);
}

TEST_F(CompletionTest, BashOffersCommandsOptionsAndValues) {
    write_script("bash");
    EXPECT_EQ(in_bash("tixdb pro"), Words{"process"});
    EXPECT_EQ(in_bash("tixdb asn imp"), Words{"import"});
    EXPECT_EQ(in_bash("tixdb publish --api-h"), Words{"--api-host"});
    EXPECT_EQ(in_bash("tixdb explain --format ''"), (Words{"json", "text"}));
    EXPECT_EQ(in_bash("tixdb outbox list --format = nd"), Words{"ndjson"});
    EXPECT_EQ(in_bash("tixdb --log-format j"), Words{"json"});
    EXPECT_EQ(in_bash("tixdb process --method q"), Words{"queueing"});
    EXPECT_EQ(in_bash("tixdb --database publish outbox dr"), Words{"drop"}) << "publish is a file here";
    EXPECT_EQ(in_bash("tixdb --database = publish outbox dr"), Words{"drop"});
}

TEST_F(CompletionTest, BashOffersEveryOptionOfEveryCommand) {
    write_script("bash");
    for (const CommandDescription& command : describe(commands())) {
        const Words offered = in_bash("tixdb " + command.name + " --");
        for (const OptionDescription& option : command.options)
            EXPECT_TRUE(offered.contains("--" + option.name)) << command.name << " --" << option.name;
        EXPECT_TRUE(offered.contains("--database")) << command.name;
    }
}

TEST_F(CompletionTest, FishOffersTheSame) {
    if (!has("fish")) GTEST_SKIP() << "there is no fish here";
    write_script("fish");
    EXPECT_EQ(in_fish("tixdb proc"), Words{"process"});
    EXPECT_EQ(in_fish("tixdb asn imp"), Words{"import"});
    EXPECT_EQ(in_fish("tixdb publish --api-h"), Words{"--api-host"});
    EXPECT_EQ(in_fish("tixdb explain --format "), (Words{"json", "text"}));
    EXPECT_EQ(in_fish("tixdb process --method q"), Words{"queueing"});
}

// Whether zsh understands it; what it then offers is for its own completion system to say.
TEST_F(CompletionTest, ZshReadsItsScript) {
    if (!has("zsh")) GTEST_SKIP() << "there is no zsh here";
    write_script("zsh");
    const auto result = test::run_in_shell(
        "HOME=$PWD zsh -f -c 'autoload -U compinit && compinit -u -D && . ./tixdb.zsh && "
        "print -r -- $+functions[_tixdb_outbox_list] $_comps[tixdb]'",
        folder_.path());
    EXPECT_EQ(result.text(), "exit 0\n1 _tixdb\n");
}

}  // namespace
}  // namespace tixdb::cli::completion
