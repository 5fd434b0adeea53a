// SPDX-License-Identifier: MIT
// Reads a file, whether it is compressed or not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/file_descriptor.hpp"

namespace tixdb::asn {

// Reads a plain or gzip file from front to back; its first two bytes tell which it is, its name does not. A
// gzip file may have several members. Belongs to one thread. All methods throw Error{failed} that names the
// file, and Interrupted if the run is asked to stop while a pipe has nothing to read.
class InputFile {
  public:
    explicit InputFile(const std::filesystem::path& path);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    // The next bytes of the content, at most 64 KiB; empty at its end. Valid until the next call.
    [[nodiscard]] std::span<const std::uint8_t> read();

    // SHA-256 of the file's own bytes. Only after read() has returned nothing, and once.
    [[nodiscard]] std::array<std::uint8_t, 32> digest() { return digest_.finish(); }

    // Its path, safe to show.
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    struct Inflater;

    std::span<const std::uint8_t> read_raw();
    std::span<const std::uint8_t> inflate_some();
    [[noreturn]] void fail(const std::string& reason, const std::string& hint = {}) const;

    std::string name_;
    FileDescriptor descriptor_;
    Sha256 digest_;
    std::vector<std::uint8_t> raw_;
    std::vector<std::uint8_t> inflated_;
    std::unique_ptr<Inflater> inflater_;  // null: plain
    bool started_ = false;
};

}  // namespace tixdb::asn
