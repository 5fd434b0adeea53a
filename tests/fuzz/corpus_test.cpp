// SPDX-License-Identifier: MIT
// Every input of the corpus, whole, cut and with changed bytes, goes through its target without a finding.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "fuzz/targets.hpp"
#include "support/source_tree.hpp"

namespace tixdb::fuzz {
namespace {

using Content = std::vector<std::uint8_t>;

constexpr std::size_t kCuts = 40;
constexpr int kChanges = 40;

std::string name_of_case(const testing::TestParamInfo<Target>& info) {
    return std::string(info.param.name);
}

Content content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class Corpus : public testing::TestWithParam<Target> {
  protected:
    [[nodiscard]] static std::vector<std::filesystem::path> files() {
        std::vector<std::filesystem::path> found;
        const auto folder = test::source_folder() / "tests/fuzz/corpus" / GetParam().name;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) found.push_back(entry.path());
        std::sort(found.begin(), found.end());
        return found;
    }
    static void expect_no_finding(const Content& content, const std::filesystem::path& file,
                                  const std::string& how) {
        // A copy of just this size: reading past its end is seen by AddressSanitizer.
        const Content input(content.begin(), content.end());
        EXPECT_NO_THROW(GetParam().run(input)) << file << ' ' << how;
    }
};

TEST_P(Corpus, HasInputsEachOfWhichIsTaken) {
    EXPECT_GE(files().size(), 5U);
    for (const auto& file : files()) expect_no_finding(content_of(file), file, "as it is");
    EXPECT_NO_THROW(GetParam().run({}));
}

TEST_P(Corpus, IsTakenCutShort) {
    for (const auto& file : files()) {
        const Content whole = content_of(file);
        const std::size_t step = whole.size() / kCuts + 1;
        for (std::size_t size = 0; size < whole.size(); size += step) {
            const Content cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            expect_no_finding(cut, file, "cut to " + std::to_string(size));
        }
    }
}

TEST_P(Corpus, IsTakenWithChangedBytes) {
    std::mt19937 random(1);
    for (const auto& file : files()) {
        const Content whole = content_of(file);
        for (int i = 0; i < kChanges && !whole.empty(); ++i) {
            Content changed = whole;
            const std::size_t at = random() % changed.size();
            changed[at] = static_cast<std::uint8_t>(random());
            expect_no_finding(changed, file, "changed at " + std::to_string(at));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Corpus, testing::ValuesIn(kTargets), name_of_case);

}  // namespace
}  // namespace tixdb::fuzz
