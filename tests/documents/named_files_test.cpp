// SPDX-License-Identifier: MIT
// What the pages for newcomers name is there.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "support/shell.hpp"
#include "support/source_tree.hpp"

namespace tixdb {
namespace {

// Files and folders of the project in backticks. A name with a placeholder (<name>, NNNN) is none.
std::set<std::string> named_paths(const std::string& text) {
    static const std::regex kPath("`((?:src|tests|schema|migrations|scripts|docs|benchmarks)/[^`\\s]*)`");
    std::set<std::string> paths;
    for (std::sregex_iterator match(text.begin(), text.end(), kPath); match != std::sregex_iterator();
         ++match) {
        const std::string path = (*match)[1];
        if (path.find_first_of("<*N") == std::string::npos) paths.insert(path);
    }
    return paths;
}

// "a.{hpp,cpp}" is both.
std::vector<std::string> expanded(const std::string& path) {
    static const std::string kBoth = "{hpp,cpp}";
    const auto at = path.find(kBoth);
    if (at == std::string::npos) return {path};
    return {path.substr(0, at) + "hpp", path.substr(0, at) + "cpp"};
}

TEST(NamedFiles, AreThere) {
    for (const char* page : {"docs/architecture.md", "CONTRIBUTING.md"}) {
        const auto paths = named_paths(test::page(page));
        EXPECT_GT(paths.size(), 5U) << page;
        for (const std::string& path : paths) {
            for (const std::string& file : expanded(path)) {
                EXPECT_TRUE(std::filesystem::exists(test::source_folder() / file))
                    << page << " names " << file;
            }
        }
    }
}

// Words that nobody needs are not learnt.
TEST(Glossary, HasThirtyWordsAtMost) {
    const std::string text = test::page("docs/architecture.md");
    const auto begin = text.find("## Words");
    const std::string words = text.substr(begin, text.find("\n## ", begin) - begin);
    const auto lines = std::count(words.begin(), words.end(), '\n');
    EXPECT_LE(lines, 35) << "30 words, a heading and an introduction";
}

}  // namespace
}  // namespace tixdb
