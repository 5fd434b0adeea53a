// SPDX-License-Identifier: MIT

#include "support/command_line.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/file_descriptor.hpp"
#include "cli/application.hpp"
#include "support/source_tree.hpp"

namespace tixdb::test {
namespace {

std::string replaced(std::string text, const std::map<std::string, std::string>& replacements) {
    for (const auto& [from, to] : replacements) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

}  // namespace

CommandResult CommandLine::run(const std::vector<std::string>& arguments) const {
    const FileDescriptor in(memfd_create("stdin", MFD_CLOEXEC));
    EXPECT_EQ(write(in.get(), input.data(), input.size()), static_cast<ssize_t>(input.size()));
    EXPECT_EQ(lseek(in.get(), 0, SEEK_SET), 0);
    std::ostringstream out;
    std::ostringstream err;
    SystemClock system_clock;
    cli::World world{
        environment,     in.get(),        out,        err,         clock != nullptr ? *clock : system_clock,
        out_is_terminal, err_is_terminal, err_is_log, out_columns, err_is_journal};
    CommandResult result;
    result.exit_code = cli::run_application(arguments, world);
    result.out = out.str();
    result.err = err.str();
    return result;
}

void expect_golden(const std::string& name, const CommandResult& result,
                   std::map<std::string, std::string> replacements) {
    replacements["by process " + std::to_string(getpid()) + ";"] = "by process {pid};";
    const std::filesystem::path path = test::source_folder() / "tests/cli" / (name + ".golden");
    const std::string actual = "exit " + std::to_string(result.exit_code) + "\n--- stdout\n" +
                               replaced(result.out, replacements) + "--- stderr\n" +
                               replaced(result.err, replacements);
    if (std::getenv("TIXDB_UPDATE_GOLDENS") != nullptr) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << actual;
        return;
    }
    std::ifstream file(path);
    ASSERT_TRUE(file) << path << " is missing: make it with TIXDB_UPDATE_GOLDENS=1";
    std::stringstream expected;
    expected << file.rdbuf();
    EXPECT_EQ(actual, expected.str()) << "golden " << name;
}

}  // namespace tixdb::test
