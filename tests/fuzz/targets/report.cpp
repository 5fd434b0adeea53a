// SPDX-License-Identifier: MIT
// A client's report: the file, the message in it, and the signature on that.
#include <algorithm>
#include <array>
#include <string>

#include "fuzz/targets.hpp"
#include "ingest/message_codec.hpp"
#include "ingest/report_codec.hpp"
#include "ingest/signature.hpp"
#include "model/address.hpp"

namespace tixdb::fuzz {
namespace {

constexpr model::InstallationKey kFolder{3, 5};
constexpr std::int64_t kNewestS = 2'000'000'000;
constexpr std::size_t kRsa2048Bytes = 256;

template <typename Number>
void append_number(std::string& bytes, Number value) {
    for (int shift = static_cast<int>(sizeof(Number)) * 8 - 8; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> shift));
    }
}

std::string encoded_again(const std::vector<model::Observation>& observations) {
    std::string bytes;
    for (const model::Observation& o : observations) {
        append_number(bytes, o.day_timestamp_s);
        bytes.push_back(o.type);
        append_number(bytes, o.packet_size);
        for (const std::int64_t time_ns : {o.initial_ns, o.reception_ns, o.sent_ns, o.final_ns}) {
            append_number(bytes, time_ns);
        }
    }
    return bytes;
}

void check_reject(const ingest::Reject& reject) {
    require(!ingest::name_of(reject.reason).empty(), "a refusal without a name");
    require_safe_to_show(reject.detail);
    require(reject.detail.size() < 1'000, "a refusal of any length");
}

// bytes: a whole number of observations, at least one.
void decode_and_check(Bytes bytes, std::int64_t newest_s) {
    const auto decoded = ingest::decode_message(bytes, newest_s);
    if (const auto* reject = std::get_if<ingest::Reject>(&decoded)) {
        check_reject(*reject);
        return;
    }
    const auto& observations = std::get<0>(decoded);
    require(encoded_again(observations) == text_of(bytes), "an observation is not what its bytes say");
    for (const model::Observation& o : observations) {
        require(o.day_timestamp_s <= newest_s, "an observation of the future");
    }
}

}  // namespace

void report_file(Bytes input) {
    const auto decoded = ingest::decode_envelope(text_of(input), kFolder);
    if (const auto* reject = std::get_if<ingest::Reject>(&decoded)) {
        check_reject(*reject);
        return;
    }
    const auto& envelope = std::get<ingest::Envelope>(decoded);
    require(envelope.report.installation == kFolder, "a report of another folder");
    const auto address = model::Address::parse(envelope.report.ip);
    require(address && address->text() == envelope.report.ip, "an address that is not canonical");
    require(!envelope.message.empty() && envelope.message.size() % model::kObservationBytes == 0,
            "a message of half an observation");
    decode_and_check(envelope.message, kNewestS);
}

void message(Bytes input) {
    const auto newest_s = static_cast<std::int64_t>(take_number(input, 8));
    const std::size_t whole = input.size() / model::kObservationBytes * model::kObservationBytes;
    if (whole > 0) decode_and_check(input.first(whole), newest_s);
}

void signature(Bytes input) {
    static ingest::SignatureVerifier verifier;
    model::Report report;
    const auto key_bytes = static_cast<std::size_t>(take_number(input, 2));
    const Bytes key = take_bytes(input, key_bytes);
    const Bytes signed_by = take_bytes(input, kRsa2048Bytes);
    report.public_key.assign(key.begin(), key.end());
    report.signature.assign(signed_by.begin(), signed_by.end());
    std::copy_n(key.begin(), std::min(key.size(), report.key_digest.size()), report.key_digest.begin());
    const auto reject = verifier.check(report, input);
    if (reject) {
        check_reject(*reject);
        return;
    }
    require(signed_by.size() == kRsa2048Bytes, "a signature of another length holds");
}

}  // namespace tixdb::fuzz
