// SPDX-License-Identifier: MIT
// The messages that docs/operations.md tells what to do about are those of the program.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/shell.hpp"
#include "support/source_tree.hpp"

namespace tixdb {
namespace {

// What the sources say, texts that are written on several lines in one piece.
std::string texts_of_the_program() {
    std::ostringstream all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test::source_folder() / "src")) {
        const auto kind = entry.path().extension();
        if (kind == ".cpp" || kind == ".hpp") all << std::ifstream(entry.path()).rdbuf();
    }
    static const std::regex kJoint("\"\\s*\n\\s*\"");
    return std::regex_replace(all.str(), kJoint, "");
}

// The messages in the first column of the tables whose first column is "message", taken apart where an
// ellipsis stands for what differs.
std::vector<std::string> parts_of_messages(const std::string& page) {
    static const std::regex kMessage("`([^`]+)`");
    static const std::string kEllipsis = "…";
    std::vector<std::string> parts;
    bool is_in_table = false;
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("| message |")) is_in_table = true;
        if (!line.starts_with('|')) is_in_table = false;
        if (!is_in_table) continue;
        const std::string cell = line.substr(0, line.find('|', 1));
        for (auto found = std::sregex_iterator(cell.begin(), cell.end(), kMessage);
             found != std::sregex_iterator(); ++found) {
            std::string message = (*found)[1];
            for (auto at = message.find(kEllipsis); at != std::string::npos; at = message.find(kEllipsis)) {
                parts.push_back(message.substr(0, at));
                message.erase(0, at + kEllipsis.size());
            }
            parts.push_back(message);
        }
    }
    return parts;
}

std::string trimmed(const std::string& text) {
    const auto begin = text.find_first_not_of(" :,(");
    if (begin == std::string::npos) return "";
    return text.substr(begin, text.find_last_not_of(" :,(") - begin + 1);
}

TEST(MessagesThatNeedAction, AreThoseOfTheProgram) {
    const std::string program = texts_of_the_program();
    // OpenSSL's words for why, the system's, and a name and a mode that stand for others.
    const std::set<std::string> of_others = {"has expired", "No locks available",
                                             "root (0600) and this is user tixdb"};
    const auto parts = parts_of_messages(test::page("docs/operations.md"));
    EXPECT_GT(parts.size(), 30U);
    for (const std::string& part : parts) {
        const std::string text = trimmed(part);
        if (text.empty() || of_others.contains(text)) continue;
        EXPECT_NE(program.find(text), std::string::npos) << "no message of the program: " << part;
    }
}

}  // namespace
}  // namespace tixdb
