// SPDX-License-Identifier: MIT
// Wrong command lines: what is wrong, in our words, and nothing of it repeated that could be a password.
#include "support/command_line.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/temporary_folder.hpp"

namespace tixdb::cli::wrong_command_lines {
namespace {

class CommandLineTest : public testing::Test {
  protected:
    void expect(const std::vector<std::string>& arguments, const std::string& message) const {
        const auto result = line_.run(arguments);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_EQ(result.out, "");
        EXPECT_EQ(result.err, "tixdb: error: " + message + "\n");
    }

    test::CommandLine line_;
};

TEST_F(CommandLineTest, WordsTooManyAreNotSwallowed) {
    expect({"status", "status"}, "status takes no argument; `tixdb status --help` explains");
    expect({"ingest", "process", "publish"},
           "ingest takes DIR and nothing more; `tixdb ingest --help` explains");
    expect({"trust", "1", "2", "3"},
           "trust takes USER INSTALLATION and nothing more; `tixdb trust --help` explains");
}

TEST_F(CommandLineTest, NameOfACommandIsNoReportsFolder) {
    for (const char* word : {"help", "process"}) {
        expect({"run", word}, std::string(word) +
                                  " is the name of a command, and there is no such folder; one "
                                  "command at a time; `tixdb help COMMAND` explains it");
    }
}

TEST_F(CommandLineTest, HelpIsACommandToo) {
    EXPECT_EQ(line_.run({"help", "run"}).out, line_.run({"run", "--help"}).out);
    EXPECT_EQ(line_.run({"help", "asn", "import"}).out, line_.run({"asn", "import", "--help"}).out);
    for (const char* flag : {"-q", "--quiet", "-v", "--verbose"})
        EXPECT_EQ(line_.run({flag, "help", "run"}).out, line_.run({"run", "--help"}).out) << flag;
    EXPECT_EQ(line_.run({"help"}).out, line_.run({"--help"}).out);
    EXPECT_NE(line_.run({"help", "run"}).out.find("--every"), std::string::npos);
}

TEST_F(CommandLineTest, HelpForWhatIsNoCommandIsAnError) {
    expect({"help", "publihs"}, "there is no command publihs; did you mean publish?");
    expect({"defragment", "--help"}, "there is no command defragment; `tixdb --help` lists the commands");
}

TEST_F(CommandLineTest, UnknownCommandOfAGroupIsNamed) {
    expect({"asn", "improt"}, "asn: there is no command improt; did you mean import?");
    expect({"asn"}, "asn: no subcommand given; `tixdb asn --help` lists them");
}

TEST_F(CommandLineTest, UnknownOptionIsNamedWithItsNeighbour) {
    expect({"run", "--evry", "10min"}, "run has no option --evry; did you mean --every?");
    expect({"asn", "import", "--name=x"}, "asn import has no option --name; did you mean --names?");
    expect({"status", "-x"}, "status has no option -x; `tixdb status --help` explains");
    expect({"--databse", "x", "status"}, "status has no option --databse; did you mean --database?");
}

TEST_F(CommandLineTest, OptionOfACommandThatStandsBeforeItIsToldItsPlace) {
    expect({"--reports", "/srv/reports", "ingest"},
           "--reports is an option of ingest; put it behind the command: tixdb ingest --reports");
    expect({"--reports=/srv/reports", "ingest"},
           "--reports is an option of ingest; put it behind the command: tixdb ingest --reports");
    expect({"-n", "run"}, "-n is an option of run; put it behind the command: tixdb run -n");
    expect({"--state", "held", "outbox", "list"},
           "--state is an option of outbox list; put it behind the command: tixdb outbox list --state");
}

TEST_F(CommandLineTest, PasswordIsNeverRepeated) {
    const std::string message =
        "there is no --api-password, since everybody can read a command line; put it in a file: "
        "--api-password-file FILE";
    expect({"publish", "--api-password", "secret"}, message);
    expect({"publish", "--api-password=secret"}, message);
    const std::string other =
        "there is no --password, since everybody can read a command line; put it in a file: "
        "--api-password-file FILE";
    expect({"publish", "--password", "secret"}, other);
    expect({"run", "--password=secret"}, other);
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"publish", "secret"},
                                                      {"status", "-psecret"},
                                                      {"status", "--quiet=secret"},
                                                      {"publish", "--pasword", "secret"},
                                                      {"publish", "--wait", "1s", "secret", "secret"}}) {
        const auto result = line_.run(arguments);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_EQ(result.err.find("secret"), std::string::npos) << result.err;
    }
}

TEST_F(CommandLineTest, RangeWithoutASecondInItIsRefused) {
    const std::string message = "--to is not later than --from; the range is [from, to)";
    for (const std::vector<std::string>& command : {std::vector<std::string>{"export", "results"},
                                                    {"reprocess"},
                                                    {"bundle", "1", "2", "-o", "x.tar"}}) {
        std::vector<std::string> arguments = command;
        arguments.insert(arguments.end(), {"--from", "2017-01-01", "--to", "2017-01-01"});
        expect(arguments, message);
    }
}

TEST_F(CommandLineTest, OptionWithoutItsValueIsNamed) {
    expect({"status", "--database"}, "-d, --database needs a PATH after it; `tixdb status --help` explains");
    expect({"publish", "--limit"}, "--limit needs a NUMBER after it; `tixdb publish --help` explains");
    expect({"status", "--quiet=no"}, "--quiet takes no value; leave the value out");
    expect({"status", "--wait", "1s", "--wait", "2s"}, "--wait is given twice; give it once");
}

TEST_F(CommandLineTest, MissingArgumentIsNamed) {
    expect({"trust", "1"}, "trust: INSTALLATION is missing; `tixdb trust --help` explains");
    expect({"asn", "lookup"}, "asn lookup: IP is missing; `tixdb asn lookup --help` explains");
}

}  // namespace
}  // namespace tixdb::cli::wrong_command_lines
