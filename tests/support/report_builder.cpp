// SPDX-License-Identifier: MIT

#include "support/report_builder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "support/test_keys.hpp"

namespace tixdb::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key read_key(std::string_view base64) {
    const auto der = base64_decoded(base64).value();
    const unsigned char* at = der.data();
    return {d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())), &EVP_PKEY_free};
}

EVP_PKEY* key_numbered(int number) {
    static const std::array<Key, kTestKeys.size()> keys = {read_key(kTestKeys[0]), read_key(kTestKeys[1]),
                                                           read_key(kTestKeys[2])};
    return keys.at(static_cast<std::size_t>(number)).get();
}

void append_big_endian(std::vector<std::uint8_t>& bytes, std::uint64_t value, unsigned width) {
    for (unsigned i = width; i > 0; --i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
}

std::string quoted(std::span<const std::uint8_t> bytes) {
    return '"' + base64_encoded(bytes) + '"';
}

constexpr std::array kFieldOrder = {"from",
                                    "to",
                                    "type",
                                    "initialTimestamp",
                                    "receptionTimestamp",
                                    "sentTimestamp",
                                    "finalTimestamp",
                                    "publicKey",
                                    "message",
                                    "signature",
                                    "userId",
                                    "installationId"};

}  // namespace

std::vector<model::Observation> steady_observations(std::int64_t first_s, int count) {
    std::vector<model::Observation> observations;
    for (std::int64_t second = first_s; second < first_s + count; ++second) {
        const std::int64_t sent = second % 86'400 * model::kNsPerS + 123'456'789;
        const std::int64_t arrived = sent + 20'000'000;
        const std::int64_t answered = arrived + 30'000;
        observations.push_back({second, 'S', 32, sent, arrived, answered, answered + 10'000'000});
    }
    return observations;
}

std::vector<std::uint8_t> message_of(const std::vector<model::Observation>& observations) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(observations.size() * model::kObservationBytes);
    for (const model::Observation& o : observations) {
        append_big_endian(bytes, static_cast<std::uint64_t>(o.day_timestamp_s), 8);
        bytes.push_back(static_cast<std::uint8_t>(o.type));
        append_big_endian(bytes, static_cast<std::uint32_t>(o.packet_size), 4);
        for (const std::int64_t time : {o.initial_ns, o.reception_ns, o.sent_ns, o.final_ns}) {
            append_big_endian(bytes, static_cast<std::uint64_t>(time), 8);
        }
    }
    return bytes;
}

std::vector<std::uint8_t> signature_of(std::span<const std::uint8_t> message, int key) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::vector<std::uint8_t> signature(256);
    std::size_t size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha1(), nullptr, key_numbered(key)) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
        throw std::runtime_error("cannot sign");
    }
    signature.resize(size);
    return signature;
}

std::vector<std::uint8_t> public_key_of(int key) {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key_numbered(key), &der);
    if (size < 0) throw std::runtime_error("cannot encode the key");
    std::vector<std::uint8_t> bytes(der, der + size);
    OPENSSL_free(der);
    return bytes;
}

ReportBuilder::ReportBuilder(std::vector<model::Observation> observations)
    : observations_(std::move(observations)) {}

ReportBuilder& ReportBuilder::of(const model::InstallationKey& installation) {
    installation_ = installation;
    return *this;
}

ReportBuilder& ReportBuilder::from(const std::string& text) {
    from_ = text;
    return *this;
}

ReportBuilder& ReportBuilder::to(const std::string& text) {
    to_ = text;
    return *this;
}

ReportBuilder& ReportBuilder::key(int number) {
    key_ = number;
    return *this;
}

ReportBuilder& ReportBuilder::packet_ns(const std::array<std::int64_t, 4>& times) {
    packet_ns_ = times;
    return *this;
}

ReportBuilder& ReportBuilder::message(std::vector<std::uint8_t> bytes) {
    message_ = std::move(bytes);
    return *this;
}

ReportBuilder& ReportBuilder::field(const std::string& name, const std::string& json) {
    replaced_[name] = json;
    return *this;
}

ReportBuilder& ReportBuilder::without(const std::string& name) {
    left_out_.push_back(name);
    return *this;
}

ReportBuilder& ReportBuilder::again(const std::string& name, const std::string& json) {
    repeated_.emplace_back(name, json);
    return *this;
}

std::map<std::string, std::string> ReportBuilder::fields() const {
    const std::vector<std::uint8_t> message = message_ ? *message_ : message_of(observations_);
    std::map<std::string, std::string> fields = {
        {"from", json_quoted(from_)},
        {"to", json_quoted(to_)},
        {"type", "\"LONG\""},
        {"initialTimestamp", std::to_string(packet_ns_[0])},
        {"receptionTimestamp", std::to_string(packet_ns_[1])},
        {"sentTimestamp", std::to_string(packet_ns_[2])},
        {"finalTimestamp", std::to_string(packet_ns_[3])},
        {"publicKey", quoted(public_key_of(key_))},
        {"message", quoted(message)},
        {"signature", quoted(signature_of(message, key_))},
        {"userId", std::to_string(installation_.user_id)},
        {"installationId", std::to_string(installation_.installation_id)},
    };
    for (const auto& [name, json] : replaced_) fields[name] = json;
    for (const std::string& name : left_out_) fields.erase(name);
    return fields;
}

std::string ReportBuilder::json() const {
    auto left = fields();
    std::string text = "{";
    const auto append = [&text](const std::string& name, const std::string& json) {
        text += fmt::format("{}\"{}\":{}", text.size() > 1 ? "," : "", name, json);
    };
    for (const char* name : kFieldOrder) {
        if (const auto found = left.extract(name)) append(name, found.mapped());
    }
    for (const auto& [name, json] : left) append(name, json);
    for (const auto& [name, json] : repeated_) append(name, json);
    return text + "}";
}

std::filesystem::path ReportBuilder::write(const std::filesystem::path& base, const std::string& name,
                                           std::optional<std::int64_t> mtime_s) const {
    const std::int64_t first_s =
        observations_.empty() ? 1'500'000'000 : observations_.front().day_timestamp_s;
    const std::int64_t last_s = observations_.empty() ? first_s : observations_.back().day_timestamp_s;
    const std::filesystem::path path = base / std::to_string(installation_.user_id) /
                                       std::to_string(installation_.installation_id) /
                                       (name.empty() ? fmt::format("tix-report-{}.json", first_s) : name);
    write_file(path, json(), mtime_s.value_or(last_s));
    return path;
}

void write_file(const std::filesystem::path& path, const std::string& bytes, std::int64_t mtime_s) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path.string());
    set_mtime(path, mtime_s);
}

void set_mtime(const std::filesystem::path& path, std::int64_t mtime_s) {
    const std::array<timespec, 2> times = {timespec{mtime_s, 0}, timespec{mtime_s, 0}};
    if (utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) != 0) {
        throw std::runtime_error("cannot set the time of " + path.string());
    }
}

}  // namespace tixdb::test
