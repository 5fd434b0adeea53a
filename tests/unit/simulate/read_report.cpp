// SPDX-License-Identifier: MIT

#include "read_report.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "base/base64.hpp"

namespace tixdb::test {
namespace {

template <typename Integer>
Integer big_endian(std::span<const std::uint8_t> bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Integer); ++i) value = (value << 8U) | bytes[at + i];
    return static_cast<Integer>(value);
}

}  // namespace

ReadReport read_report(const simulate::ReportFile& file) {
    const auto json = nlohmann::json::parse(file.content);
    ReadReport report{.from = json.at("from"),
                      .to = json.at("to"),
                      .fields = {},
                      .user_id = json.at("userId"),
                      .installation_id = json.at("installationId"),
                      .initial_ns = json.at("initialTimestamp"),
                      .public_key = json.at("publicKey"),
                      .message = json.at("message"),
                      .signature = json.at("signature"),
                      .observations = {}};
    for (const auto& [name, value] : json.items()) report.fields.push_back(name);
    const auto bytes = base64_decoded(report.message).value();
    for (std::size_t at = 0; at + 45 <= bytes.size(); at += 45) {
        report.observations.push_back({.day_timestamp_s = big_endian<std::int64_t>(bytes, at),
                                       .type = static_cast<char>(bytes[at + 8]),
                                       .packet_size = big_endian<std::int32_t>(bytes, at + 9),
                                       .initial_ns = big_endian<std::int64_t>(bytes, at + 13),
                                       .reception_ns = big_endian<std::int64_t>(bytes, at + 21),
                                       .sent_ns = big_endian<std::int64_t>(bytes, at + 29),
                                       .final_ns = big_endian<std::int64_t>(bytes, at + 37)});
    }
    return report;
}

bool is_signed(const ReadReport& report) {
    const auto key_der = base64_decoded(report.public_key).value();
    const auto message = base64_decoded(report.message).value();
    const auto signature = base64_decoded(report.signature).value();
    const std::uint8_t* begin = key_der.data();
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        d2i_PUBKEY(nullptr, &begin, static_cast<long>(key_der.size())), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return key != nullptr && EVP_PKEY_get_bits(key.get()) == 2048 &&
           EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha1(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

std::int64_t between_ns(std::int64_t earlier_ns, std::int64_t later_ns) {
    std::int64_t difference_ns = (later_ns - earlier_ns) % model::kNsPerDay;
    if (difference_ns > model::kNsPerDay / 2) difference_ns -= model::kNsPerDay;
    if (difference_ns <= -model::kNsPerDay / 2) difference_ns += model::kNsPerDay;
    return difference_ns;
}

}  // namespace tixdb::test
