// SPDX-License-Identifier: MIT

#include "simulate/folder_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/error.hpp"
#include "base/folders.hpp"
#include "base/text.hpp"
#include "model/observation.hpp"

namespace tixdb::simulate {
namespace {

constexpr mode_t kFileMode = 0640;

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& path, int error) {
    throw Error(
        ErrorKind::failed,
        fmt::format("cannot {} {}: {}", what, escaped(path.string()), std::generic_category().message(error)),
        "name a folder with --output that has room and may be written to");
}

void make_folder(const std::filesystem::path& path) {
    if (mkdir(path.c_str(), kFolderMode) != 0 && errno != EEXIST) fail("make", path, errno);
}

FileDescriptor open_file(int folder, const std::filesystem::path& path) {
    FileDescriptor file(
        openat(folder, path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, kFileMode));
    if (!file.is_open()) fail("write", path, errno);
    return file;
}

// Errors are left in errno.
bool write_all(const FileDescriptor& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

class InstallationFolder final : public InstallationSink {
  public:
    explicit InstallationFolder(std::filesystem::path path) : path_(std::move(path)) {
        make_folder(path_);
        folder_ = FileDescriptor(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!folder_.is_open()) fail("open", path_, errno);
    }

    void write(ReportFile report) override {
        const FileDescriptor file = open_file(folder_.get(), report.name);
        timespec time{};
        time.tv_sec = report.mtime_ns / model::kNsPerS;
        time.tv_nsec = report.mtime_ns % model::kNsPerS;
        const std::array<timespec, 2> times = {time, time};
        const bool done = write_all(file, report.content) && futimens(file.get(), times.data()) == 0;
        if (!done) fail("write", path_ / report.name, errno);
    }

  private:
    std::filesystem::path path_;
    FileDescriptor folder_;
};

}  // namespace

void require_new_or_empty(const std::filesystem::path& folder) {
    std::error_code error;
    const auto status = std::filesystem::status(folder, error);
    if (status.type() == std::filesystem::file_type::not_found) return;
    const std::string name = escaped(folder.string());
    if (!std::filesystem::is_directory(status)) {
        throw Error(ErrorKind::failed, fmt::format("cannot write to {}: it is not a folder", name),
                    "name a folder that is new or empty");
    }
    const std::filesystem::directory_iterator entries(folder, error);
    if (error) fail("read", folder, error.value());
    if (entries != std::filesystem::directory_iterator()) {
        throw Error(ErrorKind::failed, fmt::format("cannot write to {}: it is not empty", name),
                    "name a new folder, or replace files of the same name with --force");
    }
}

FolderSink::FolderSink(const std::filesystem::path& folder, Existing existing) : folder_(folder) {
    if (existing == Existing::refuse) require_new_or_empty(folder);
    if (!make_folders(folder)) fail("make", folder, errno);
    make_folder(folder / "reports");
    truth_ = open_file(AT_FDCWD, folder / "truth.csv");
    if (!write_all(truth_, kTruthHeader)) fail("write", folder / "truth.csv", errno);
}

std::unique_ptr<InstallationSink> FolderSink::open(const model::InstallationKey& key) {
    const std::filesystem::path user = folder_ / "reports" / std::to_string(key.user_id);
    make_folder(user);
    return std::make_unique<InstallationFolder>(user / std::to_string(key.installation_id));
}

void FolderSink::record(const Truth& truth) {
    if (!write_all(truth_, truth_rows(truth))) fail("write", folder_ / "truth.csv", errno);
}

std::string truth_rows(const Truth& truth) {
    std::string rows;
    for (std::size_t i = 0; i < truth.up.size() && i < truth.down.size(); ++i) {
        const MinuteLoad& up = truth.up[i];
        const MinuteLoad& down = truth.down[i];
        fmt::format_to(std::back_inserter(rows), "{},{},{},{:.6f},{:.6f},{:.6f},{:.6f},{},{},{}\n",
                       truth.key.user_id, truth.key.installation_id, up.minute_s, up.busy_share,
                       down.busy_share, up.set_share, down.set_share, up.carried_bytes, down.carried_bytes,
                       i < truth.disturbances.size() ? truth.disturbances[i] : "");
    }
    return rows;
}

Totals simulate_to_folder(const Scenario& scenario, const std::filesystem::path& folder,
                          FolderSink::Existing existing, unsigned threads, const ProgressHook& progress) {
    check(scenario);
    FolderSink sink(folder, existing);
    return simulate(scenario, sink, threads, progress);
}

}  // namespace tixdb::simulate
