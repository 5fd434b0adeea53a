// SPDX-License-Identifier: MIT
// Whoever copies one file of this project can tell from it what they may do with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/source_tree.hpp"

namespace tixdb {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = test::source_folder();
constexpr std::string_view kLine = "SPDX-License-Identifier: MIT";

bool is_script(const fs::path& path) {
    std::ifstream file(path);
    std::array<char, 2> start{};
    return file.read(start.data(), start.size()) && start[0] == '#' && start[1] == '!';
}

bool is_source(const fs::path& path) {
    static const std::vector<std::string> kEndings = {".cpp", ".hpp", ".sql", ".cmake", ".py",
                                                      ".sh",  ".js",  ".mjs", ".css",   ".sbatch"};
    if (path.filename() == "CMakeLists.txt") return true;
    if (std::find(kEndings.begin(), kEndings.end(), path.extension().string()) != kEndings.end()) return true;
    return path.extension().empty() && is_script(path);
}

std::vector<fs::path> source_files() {
    std::vector<fs::path> files = {kSource / "CMakeLists.txt"};
    for (const char* folder : {".ci", "benchmarks", "cmake", "contrib", "migrations", "packaging", "schema",
                               "scripts", "src", "tests"}) {
        for (const auto& entry : fs::recursive_directory_iterator(kSource / folder)) {
            if (entry.is_regular_file() && is_source(entry.path())) files.push_back(entry.path());
        }
    }
    return files;
}

bool names_the_licence(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    // The first line, or the second after `#!`.
    for (int i = 0; i < 2 && std::getline(file, line); ++i) {
        if (line.ends_with(kLine)) return true;
    }
    return false;
}

TEST(Licence, EverySourceFileNamesIt) {
    const std::vector<fs::path> files = source_files();
    EXPECT_GT(files.size(), 500U);
    for (const fs::path& path : files) {
        EXPECT_TRUE(names_the_licence(path))
            << path.lexically_relative(kSource) << " has no line with " << kLine;
    }
}

TEST(Licence, TheWholeTextIsThere) {
    std::ifstream file(kSource / "LICENSE");
    std::string title;
    std::getline(file, title);
    EXPECT_EQ(title, "MIT License");
}

}  // namespace
}  // namespace tixdb
