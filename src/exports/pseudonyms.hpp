// SPDX-License-Identifier: MIT
// Takes out who it was: digests in the place of ids, networks in the place of addresses.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "model/installation.hpp"

namespace tixdb::exports {

using PseudonymKey = std::array<std::uint8_t, 32>;

// Random.
[[nodiscard]] PseudonymKey new_pseudonym_key();

// The key in a file: 64 hexadecimal digits and a line's end. If there is no such file it is made, with mode
// 0600 and a new key, and is on the disk when this returns. Throws Error{failed} if it is not a regular file,
// Error{configuration} if others may read it or it holds anything else.
[[nodiscard]] PseudonymKey read_or_make_key(const std::filesystem::path& path);

// Belongs to one thread: it keeps what it was last asked.
class Pseudonyms {
  public:
    explicit Pseudonyms(const PseudonymKey& key) : key_(key) {}

    // 16 hexadecimal digits. The same key gives the same ones, today and tomorrow; without it nobody can find
    // out whose they are. Valid until the next call.
    [[nodiscard]] std::string_view user(std::int64_t user_id);
    [[nodiscard]] std::string_view installation(const model::InstallationKey& installation);
    // "3/5/tix-report.json": user, installation and name, each its digest. What is empty stays so.
    [[nodiscard]] std::string path(std::string_view path);
    // "192.0.2.0/24", "2001:db8:1::/48"; nothing if the text is no address.
    [[nodiscard]] static std::string network(std::string_view address);

  private:
    [[nodiscard]] std::string digest(const std::string& text) const;

    PseudonymKey key_;
    std::optional<std::int64_t> last_user_;
    std::string user_digest_;
    std::optional<model::InstallationKey> last_installation_;
    std::string installation_digest_;
};

}  // namespace tixdb::exports
