// SPDX-License-Identifier: MIT
// The image has what the package needs, no more and no less.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "support/shell.hpp"
#include "support/source_tree.hpp"
#include "support/temporary_folder.hpp"

namespace tixdb {
namespace {

using Names = std::set<std::string>;

Names words_of(const std::string& text) {
    static const std::regex kWord("[^\\s,\"]+");
    Names words;
    for (std::sregex_iterator word(text.begin(), text.end(), kWord); word != std::sregex_iterator(); ++word)
        words.insert(word->str());
    return words;
}

// The words of name="…" in the script of the Dockerfile's steps.
Names listed_as(const std::string& name) {
    const std::string text = test::page("packaging/container/steps");
    const auto begin = text.find('\n' + name + "=\"") + name.size() + 3;
    return words_of(text.substr(begin, text.find('"', begin) - begin));
}

TEST(Container, BuildsWithThePackagesBuildDepends) {
    const std::string control = test::page("packaging/debian/control");
    const auto begin = control.find("Build-Depends:") + 14;
    std::string depends = control.substr(begin, control.find("\nStandards", begin) - begin);
    depends = std::regex_replace(depends, std::regex("\\([^)]*\\)"), "");
    Names expected = words_of(depends);
    // What only the package and its pages need; and what every builder of packages has.
    for (const char* name : {"debhelper-compat", "pandoc"}) EXPECT_EQ(expected.erase(name), 1U) << name;
    expected.insert("g++");
    EXPECT_EQ(listed_as("build_packages"), expected);
}

// As dpkg-shlibdeps finds the package's Depends.
TEST(Container, HasTheLibrariesThatTheProgramNeeds) {
    const test::TemporaryFolder folder;
    const auto packages = test::run_in_shell(
        "set -e; command -v dpkg-query > /dev/null; program='" + test::program_path() + R"('
objdump -p "$program" | sed -n 's/^ *NEEDED *//p' | while read -r library; do
    file=$(ldd "$program" | sed -n "s,^[[:space:]]*$library => \([^ ]*\) .*,\1,p")
    { dpkg-query -S "$file" || dpkg-query -S "/usr$file"; } 2> /dev/null | sed 's/:.*//'
done)",
        folder.path());
    if (packages.exit_code != 0) GTEST_SKIP() << "there is no dpkg here: " << packages.text();
    if (packages.text().find("san") != std::string::npos) GTEST_SKIP() << "a program with sanitizers";
    Names expected(packages.lines.begin(), packages.lines.end());
    // What the package names besides, for files that are no libraries.
    const std::string control = test::page("packaging/debian/control");
    const auto begin = control.find("\nDepends:") + 9;
    for (const std::string& name :
         words_of(control.substr(begin, control.find("\nSuggests", begin) - begin))) {
        if (!name.starts_with('$') && !name.ends_with(':')) expected.insert(name);
    }
    EXPECT_EQ(listed_as("runtime_packages"), expected);
}

TEST(Container, PassesOnWhatTheOldOneWasGiven) {
    const std::string compose = test::page("packaging/container/compose.yaml");
    for (const char* name : {"PROCESSOR_TYPE: STANDALONE", "TIX_API_HOST:", "TIX_API_PORT:", "TIX_API_SSL:",
                             "TIX_API_USER:", "TIX_API_PASSWORD:", "ReportsVolume:/tmp/reports:ro"})
        EXPECT_NE(compose.find(name), std::string::npos) << name;
    EXPECT_NE(test::page("packaging/container/Dockerfile").find("TIX_REPORTS_BASE_PATH=/tmp/reports"),
              std::string::npos);
}

}  // namespace
}  // namespace tixdb
