// SPDX-License-Identifier: MIT

#include "process/packed_delays.hpp"

namespace tixdb::process {
namespace {

constexpr std::size_t kHeadBytes = 32;
constexpr std::size_t kUsualBytes = 10;  // of a probe

// Numbers of seven bits a byte, the lowest first, the top bit set in all but the last byte.
class Packer {
  public:
    explicit Packer(std::size_t probes) { bytes_.reserve(kHeadBytes + kUsualBytes * probes); }

    void put(std::uint64_t number) {
        for (; number >= 0x80; number >>= 7) bytes_.push_back(static_cast<std::uint8_t>(number | 0x80));
        bytes_.push_back(static_cast<std::uint8_t>(number));
    }
    // Small ones of either sign are short.
    void put_signed(std::int64_t number) {
        const auto bits = static_cast<std::uint64_t>(number);
        put((bits << 1) ^ (number < 0 ? ~std::uint64_t{0} : 0));
    }
    [[nodiscard]] PackedDelays take() { return std::move(bytes_); }

  private:
    PackedDelays bytes_;
};

class Unpacker {
  public:
    explicit Unpacker(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    [[nodiscard]] std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64 && at_ < bytes_.size(); shift += 7) {
            const std::uint8_t byte = bytes_[at_++];
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return value;
        }
        is_broken_ = true;
        return 0;
    }
    [[nodiscard]] std::int64_t signed_number() {
        const std::uint64_t bits = number();
        return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
    }
    [[nodiscard]] bool is_broken() const { return is_broken_; }
    [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

  private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    bool is_broken_ = false;
};

constexpr std::uint64_t kUpBusy = 2;
constexpr std::uint64_t kDownBusy = 1;

}  // namespace

PackedDelays packed(const metrics::QueueProbes& delays) {
    Packer packer(delays.probes.size());
    packer.put(delays.probes.size());
    packer.put_signed(delays.up_standing_ns);
    packer.put_signed(delays.down_standing_ns);
    std::int64_t before_s = 0;
    for (const metrics::QueueProbe& probe : delays.probes) {
        const std::uint64_t busy = (probe.is_up_busy ? kUpBusy : 0) | (probe.is_down_busy ? kDownBusy : 0);
        packer.put(static_cast<std::uint64_t>(probe.time_s - before_s) << 2 | busy);
        packer.put_signed(probe.up_wait_ns);
        packer.put_signed(probe.down_wait_ns);
        before_s = probe.time_s;
    }
    return packer.take();
}

std::optional<metrics::QueueProbes> unpacked(std::span<const std::uint8_t> bytes) {
    Unpacker unpacker(bytes);
    const std::uint64_t count = unpacker.number();
    metrics::QueueProbes delays;
    delays.up_standing_ns = unpacker.signed_number();
    delays.down_standing_ns = unpacker.signed_number();
    // Three bytes each at least: a broken count asks for no memory.
    if (unpacker.is_broken() || count > unpacker.left() / 3) return std::nullopt;
    delays.probes.resize(count);
    std::int64_t time_s = 0;
    for (metrics::QueueProbe& probe : delays.probes) {
        const std::uint64_t step = unpacker.number();
        time_s += static_cast<std::int64_t>(step >> 2);
        probe.time_s = time_s;
        probe.is_up_busy = (step & kUpBusy) != 0;
        probe.is_down_busy = (step & kDownBusy) != 0;
        probe.up_wait_ns = unpacker.signed_number();
        probe.down_wait_ns = unpacker.signed_number();
    }
    if (unpacker.is_broken() || unpacker.left() > 0) return std::nullopt;
    return delays;
}

}  // namespace tixdb::process
