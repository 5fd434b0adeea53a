// SPDX-License-Identifier: MIT

#include "support/simulated_reports.hpp"

#include <algorithm>
#include <stdexcept>

#include "support/command_line.hpp"

namespace tixdb::test {

SimulatedReports::SimulatedReports(std::vector<std::string> options) {
    options.insert(options.begin(), {"simulate", "--output", (folder_ / "made").string()});
    const CommandResult result = CommandLine{}.run(options);
    if (result.exit_code != 0) throw std::runtime_error(result.err);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder())) {
        if (entry.is_regular_file()) files_.push_back(entry.path().lexically_relative(folder()));
    }
    const auto arrival = [this](const std::filesystem::path& file) {
        return std::pair(std::filesystem::last_write_time(folder() / file), file);
    };
    std::sort(files_.begin(), files_.end(),
              [&](const auto& a, const auto& b) { return arrival(a) < arrival(b); });
}

void SimulatedReports::copy(const std::filesystem::path& file, const std::filesystem::path& base) const {
    std::filesystem::create_directories((base / file).parent_path());
    std::filesystem::copy_file(folder() / file, base / file);
    std::filesystem::last_write_time(base / file, std::filesystem::last_write_time(folder() / file));
}

void SimulatedReports::copy_all(const std::filesystem::path& base) const {
    for (const auto& file : files_) copy(file, base);
}

}  // namespace tixdb::test
