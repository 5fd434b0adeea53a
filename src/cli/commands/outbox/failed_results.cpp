// SPDX-License-Identifier: MIT

#include "cli/commands/outbox/failed_results.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/file_descriptor.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "ingest/report_tree.hpp"

namespace tixdb::cli {
namespace {

constexpr const char* kFolder = "failed-results";
constexpr std::size_t kLongestFailedReport = 64 * 1024;

bool is_failed_report(std::string_view name) {
    return name.starts_with("failed-report-") && name.ends_with(".json");
}

void read_into(FailedResultFile& file, int folder, const std::string& name) {
    const FileDescriptor opened(openat(folder, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat status = {};
    if (!opened.is_open() || fstat(opened.get(), &status) != 0) {
        file.problem = std::strerror(errno);
        return;
    }
    if (!S_ISREG(status.st_mode)) {
        file.problem = "it is no regular file";
        return;
    }
    file.content.resize(kLongestFailedReport + 1);
    std::size_t length = 0;
    for (ssize_t got = 1; got > 0 && length < file.content.size(); length += static_cast<std::size_t>(got)) {
        got = read(opened.get(), file.content.data() + length, file.content.size() - length);
        if (got >= 0) continue;
        file.problem = std::strerror(errno);
        return;
    }
    if (length > kLongestFailedReport) file.problem = "it is longer than 64 KiB";
    file.content.resize(length);
}

void visit(const ingest::ReportTree& tree, const model::InstallationKey& installation, Log& log,
           const std::function<void(const FailedResultFile&)>& take) {
    const FileDescriptor parent = tree.open_folder(installation);
    if (!parent.is_open()) {
        log.warning(fmt::format("cannot open the folder {}: {}", installation.text(), std::strerror(errno)));
        return;
    }
    const FileDescriptor folder(
        openat(parent.get(), kFolder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    if (!folder.is_open() && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)) return;
    auto names = folder.is_open() ? ingest::names_in(folder.get()) : std::nullopt;
    if (!names) {
        log.warning(fmt::format("cannot list {}/{}: {}", installation.text(), kFolder, std::strerror(errno)));
        return;
    }
    std::sort(names->begin(), names->end());
    for (const std::string& name : *names) {
        if (!is_failed_report(name)) continue;
        throw_if_stopped();
        FailedResultFile file{
            installation, fmt::format("{}/{}/{}", installation.text(), kFolder, name), {}, {}};
        read_into(file, folder.get(), name);
        take(file);
    }
}

}  // namespace

void for_each_failed_result(const std::filesystem::path& base, Log& log,
                            const std::function<void(const FailedResultFile&)>& take) {
    const ingest::ReportTree tree(base);
    for (const std::int64_t user_id : tree.users()) {
        const auto installations = tree.installations(user_id);
        if (!installations) {
            log.warning(fmt::format("cannot list the folder {}: {}", user_id, std::strerror(errno)));
            continue;
        }
        for (const std::int64_t installation_id : *installations)
            visit(tree, {user_id, installation_id}, log, take);
    }
}

}  // namespace tixdb::cli
