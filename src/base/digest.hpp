// SPDX-License-Identifier: MIT
// SHA-256, by which reports and keys are known.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tixdb {

// To be called once before anything else that OpenSSL is behind (digests, signatures, TLS): if there is no
// memory for what it prepares at its first use, it goes on without and the process ends by a signal. Throws
// std::bad_alloc.
void prepare_openssl();

// Thread-safe. Throws std::bad_alloc if there is no memory, as do all of these.
[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::span<const std::uint8_t> bytes);

// The same over bytes that come in pieces. Belongs to one thread.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void update(std::span<const std::uint8_t> bytes);
    // Ends the digest: nothing else may be called afterwards.
    [[nodiscard]] std::array<std::uint8_t, 32> finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Lower-case hexadecimal.
[[nodiscard]] std::string hex(std::span<const std::uint8_t> bytes);

// Of 64 hexadecimal digits, of either case. Nothing if the text is anything else.
[[nodiscard]] std::optional<std::array<std::uint8_t, 32>> parse_sha256(std::string_view text);

}  // namespace tixdb
