// SPDX-License-Identifier: MIT
// The folders that reports lie in: <base>/<user>/<installation>/. Links are never followed below the base.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_descriptor.hpp"
#include "base/log.hpp"
#include "model/installation.hpp"

namespace tixdb::ingest {

// Thread-safe: it has no state but the open base.
class ReportTree {
  public:
    // Throws Error{configuration} if base is no folder that can be listed, Error{try_again} if there are not
    // enough descriptors or memory.
    explicit ReportTree(std::filesystem::path base);

    [[nodiscard]] const std::filesystem::path& base() const { return base_; }

    // Users that have a folder, ascending.
    [[nodiscard]] std::vector<std::int64_t> users() const;
    // No entries but dot files.
    [[nodiscard]] bool is_empty() const;
    // A user's installations, ascending. Nothing if the folder cannot be listed (errno says why).
    [[nodiscard]] std::optional<std::vector<std::int64_t>> installations(std::int64_t user_id) const;
    // Not open if there is no such folder (errno says why).
    [[nodiscard]] FileDescriptor open_folder(const model::InstallationKey& installation) const;

    // Why the folder at path below base cannot be read: "Permission denied; owned by root:root, mode 0700".
    [[nodiscard]] std::string why_unreadable(const std::string& path, int error) const;

  private:
    [[nodiscard]] FileDescriptor open_user(std::int64_t user_id) const;

    std::filesystem::path base_;
    FileDescriptor descriptor_;
};

// True if the error means that one of our folders is there and cannot be read. A file or a link of that name
// is not ours, nor is a folder that was removed meanwhile. Throws Error{try_again} if descriptors or memory
// ran out, which says nothing about the folder.
[[nodiscard]] bool is_unreadable_folder(int error);

// Throws Error{configuration} if the tree has no <user>/<installation> folder, or none that can be read. An
// empty base is only a warning: reports may be on their way.
void require_report_folders(const ReportTree& tree, Log& log);

// "23"; nothing for "0", "023", "+23" or what does not fit into 64 bits.
[[nodiscard]] std::optional<std::int64_t> canonical_id(std::string_view name);

// True of names that end in .json and do not begin with a dot. Other files are ignored.
[[nodiscard]] bool is_report_name(std::string_view name);

// All names in a folder but . and .., in no order. Nothing if it cannot be listed (errno says why).
[[nodiscard]] std::optional<std::vector<std::string>> names_in(int folder);

}  // namespace tixdb::ingest
