// SPDX-License-Identifier: MIT

#include "exports/tar_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

#include "base/digest.hpp"
#include "base/error.hpp"

namespace tixdb::exports {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kLongestName = 99;
constexpr std::int64_t kLargestFile = 077777777777;  // eleven octal digits: 8 GiB

// The header of IEEE Std 1003.1, pax, "ustar Interchange Format".
std::string header_of(const std::string& name, std::int64_t bytes, std::int64_t modified_s,
                      bool is_executable) {
    if (name.size() > kLongestName || bytes > kLargestFile)
        throw Error(ErrorKind::failed, fmt::format("{} is too large for a tar file", name),
                    "take a shorter time");
    std::string header(kBlock, '\0');
    const auto put = [&header](std::size_t at, const std::string& text) {
        std::ranges::copy(text, header.begin() + static_cast<std::ptrdiff_t>(at));
    };
    put(0, name);
    put(100, is_executable ? "0000755" : "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, fmt::format("{:011o}", bytes));
    put(136, fmt::format("{:011o}", std::max<std::int64_t>(modified_s, 0)));
    put(148, "        ");
    put(156, "0");
    put(257, "ustar");
    put(263, "00");
    put(265, "root");
    put(297, "root");
    const unsigned sum = std::accumulate(header.begin(), header.end(), 0U, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    put(148, fmt::format("{:06o}", sum) + '\0' + ' ');
    return header;
}

}  // namespace

// Counts and digests what it hands on.
class TarWriter::Entry final : public ByteSink {
  public:
    explicit Entry(FileSink& file) : file_(file) {}
    void write(std::string_view bytes) override {
        file_.write(bytes);
        digest_.update({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        size_ += static_cast<std::int64_t>(bytes.size());
    }
    void finish() override {}
    [[nodiscard]] std::int64_t size() const { return size_; }
    [[nodiscard]] std::string digest() const { return hex(digest_.finish()); }

  private:
    FileSink& file_;
    mutable Sha256 digest_;
    std::int64_t size_ = 0;
};

void TarWriter::end_entry(const std::string& name, std::int64_t header_at, bool is_executable,
                          const Entry& entry) {
    const auto over = static_cast<std::size_t>(entry.size()) % kBlock;
    if (over > 0) file_.write(std::string(kBlock - over, '\0'));
    file_.write_at(header_at, header_of(folder_ + "/" + name, entry.size(), modified_s_, is_executable));
    digests_.push_back(entry.digest() + "  " + name);
}

void TarWriter::add(const std::string& name, std::string_view bytes, bool is_executable) {
    const std::int64_t header_at = file_.written();
    file_.write(std::string(kBlock, '\0'));
    Entry entry(file_);
    entry.write(bytes);
    end_entry(name, header_at, is_executable, entry);
}

void TarWriter::add(const std::string& name, const std::function<void(ByteSink&)>& write) {
    const std::int64_t header_at = file_.written();
    file_.write(std::string(kBlock, '\0'));
    Entry entry(file_);
    write(entry);
    end_entry(name, header_at, false, entry);
}

std::string TarWriter::digests() const {
    std::string lines;
    for (const std::string& line : digests_) lines += line + "\n";
    return lines;
}

void TarWriter::finish() {
    file_.write(std::string(2 * kBlock, '\0'));
    file_.finish();
}

}  // namespace tixdb::exports
