// SPDX-License-Identifier: MIT

#include "ingest/report_codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "ingest/client_address.hpp"

namespace tixdb::ingest {
namespace {

// Places in kFields: texts first, then whole numbers.
enum Field : std::size_t {
    kFrom,
    kTo,
    kType,
    kPublicKey,
    kMessage,
    kSignature,
    kInitial,
    kReception,
    kSent,
    kFinal,
    kUserId,
    kInstallationId,
    kFieldCount,
};
constexpr std::size_t kTexts = kInitial;

constexpr std::array<std::string_view, kFieldCount> kFields = {
    "from",
    "to",
    "type",
    "publicKey",
    "message",
    "signature",
    "initialTimestamp",
    "receptionTimestamp",
    "sentTimestamp",
    "finalTimestamp",
    "userId",
    "installationId",
};

std::string shortened(std::string_view text) {
    constexpr std::size_t kShown = 60;
    return text.size() <= kShown ? escaped(text) : escaped(text.substr(0, kShown)) + "…";
}

// Takes the events of nlohmann's SAX parser. It goes on after a wrong field: a file that is not JSON is that
// first of all, since the condenser may still be writing it.
class FieldReader {
  public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    bool null() { return other("null"); }
    bool boolean(bool) { return other("a truth value"); }
    bool binary(binary_t&) { return other("binary"); }
    bool number_float(number_float_t, const string_t& text) {
        return other(fmt::format("{}, which is no whole number of 64 bits", shortened(text)));
    }
    bool number_integer(number_integer_t value) {
        if (!takes(false)) return other("a number");
        numbers_[*field_ - kTexts] = value;
        return true;
    }
    bool number_unsigned(number_unsigned_t value) {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
            return other(fmt::format("{}, which is no whole number of 64 bits", value));
        }
        return number_integer(static_cast<number_integer_t>(value));
    }
    bool string(string_t& value) {
        if (!takes(true)) return other("a text");
        texts_[*field_] = value;
        return true;
    }
    bool start_object(std::size_t) {
        if (depth_++ == 0)
            is_object_ = true;
        else if (depth_ == 2)
            other("an object");
        return true;
    }
    bool start_array(std::size_t) {
        if (depth_++ > 0 && depth_ == 2) other("an array");
        return true;
    }
    bool end_object() { return --depth_, true; }
    bool end_array() { return --depth_, true; }
    bool key(string_t& name) {
        if (depth_ != 1 || !is_object_) return true;
        const auto* found = std::find(kFields.begin(), kFields.end(), name);
        field_.reset();
        if (found == kFields.end()) return true;
        field_ = static_cast<std::size_t>(found - kFields.begin());
        if (seen_[*field_]) note({Reason::duplicate_field, std::string(*found)});
        seen_[*field_] = true;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
        constexpr int kNumberTooLarge = 406;  // for a double: JSON all the same
        if (error.id == kNumberTooLarge && !problem_)
            problem_ = Reject{Reason::wrong_type, fmt::format("a number too large, at byte {}", position)};
        else if (error.id != kNumberTooLarge)
            problem_ = Reject{Reason::not_json, fmt::format("at byte {}", position)};
        return false;
    }

    [[nodiscard]] std::optional<Reject> problem() const {
        if (problem_ && problem_->reason == Reason::not_json) return problem_;
        if (!is_object_) return Reject{Reason::not_object, "the file holds another JSON value"};
        if (problem_) return problem_;
        for (std::size_t i = 0; i < kFieldCount; ++i) {
            if (!seen_[i]) return Reject{Reason::missing_field, std::string(kFields[i])};
        }
        return std::nullopt;
    }
    [[nodiscard]] const std::string& text(Field field) const { return texts_[field]; }
    [[nodiscard]] std::int64_t number(Field field) const { return numbers_[field - kTexts]; }

  private:
    // True if the value at hand belongs to one of our fields and has its type.
    [[nodiscard]] bool takes(bool text) const {
        return depth_ == 1 && is_object_ && field_ && (*field_ < kTexts) == text;
    }
    // A value that is not taken: wrong if it belongs to one of our fields (its own level, or opening the
    // next).
    bool other(std::string_view what) {
        const bool opens = depth_ == 2;
        if ((depth_ == 1 || opens) && is_object_ && field_) {
            note({Reason::wrong_type, fmt::format("{} is {}", kFields[*field_], what)});
            field_.reset();
        }
        return true;
    }
    void note(Reject problem) {
        if (!problem_) problem_ = std::move(problem);
    }

    std::size_t depth_ = 0;
    bool is_object_ = false;
    std::optional<std::size_t> field_;  // whose value comes next
    std::array<std::string, kTexts> texts_;
    std::array<std::int64_t, kFieldCount - kTexts> numbers_{};
    std::array<bool, kFieldCount> seen_{};
    std::optional<Reject> problem_;
};

std::optional<Reject> check_installation(const FieldReader& fields, const model::InstallationKey& folder) {
    const model::InstallationKey named{fields.number(kUserId), fields.number(kInstallationId)};
    if (named == folder) return std::nullopt;
    return Reject{Reason::wrong_installation, "the content names " + named.text()};
}

std::optional<Reject> decode_bytes(const FieldReader& fields, Field field, std::vector<std::uint8_t>& bytes) {
    auto decoded = base64_decoded(fields.text(field));
    if (!decoded) return Reject{Reason::bad_base64, std::string(kFields[field])};
    bytes = std::move(*decoded);
    return std::nullopt;
}

std::optional<Reject> check_length(const std::vector<std::uint8_t>& message) {
    if (!message.empty() && message.size() % model::kObservationBytes == 0) return std::nullopt;
    return Reject{Reason::bad_length, fmt::format("message has {} bytes, not a multiple of {}",
                                                  message.size(), model::kObservationBytes)};
}

// "[IPv6%zone]:port", or a name of 253 characters and a port; stored with every report.
constexpr std::size_t kLongestAddress = 256;

std::optional<Reject> fill(const FieldReader& fields, Envelope& envelope) {
    model::Report& report = envelope.report;
    if (fields.text(kType) != "LONG") {
        return Reject{Reason::wrong_type,
                      fmt::format(R"(type is "{}" instead of "LONG")", shortened(fields.text(kType)))};
    }
    if (auto problem = decode_bytes(fields, kPublicKey, report.public_key)) return problem;
    if (auto problem = decode_bytes(fields, kMessage, envelope.message)) return problem;
    if (auto problem = decode_bytes(fields, kSignature, report.signature)) return problem;
    if (auto problem = check_length(envelope.message)) return problem;
    for (const Field field : {kFrom, kTo}) {
        if (fields.text(field).size() > kLongestAddress) {
            return Reject{Reason::bad_address, fmt::format("{} has {} bytes, over {}", kFields[field],
                                                           fields.text(field).size(), kLongestAddress)};
        }
    }
    auto ip = canonical_ip(fields.text(kFrom));
    if (!ip) return Reject{Reason::bad_address, fmt::format("from is \"{}\"", shortened(fields.text(kFrom)))};
    report.ip = std::move(*ip);
    report.from = fields.text(kFrom);
    report.to = fields.text(kTo);
    report.packet_ns = {fields.number(kInitial), fields.number(kReception), fields.number(kSent),
                        fields.number(kFinal)};
    report.message_digest = sha256(envelope.message);
    report.key_digest = sha256(report.public_key);
    return std::nullopt;
}

}  // namespace

std::variant<Envelope, Reject> decode_envelope(std::string_view bytes, const model::InstallationKey& folder) {
    // The parser takes a zero byte for the end and would not look at what follows.
    if (const auto zero = bytes.find('\0'); zero != std::string_view::npos) {
        return Reject{Reason::not_json, fmt::format("at byte {}", zero + 1)};
    }
    FieldReader fields;
    nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &fields);
    if (auto problem = fields.problem()) return *problem;
    if (auto problem = check_installation(fields, folder)) return *problem;
    Envelope envelope;
    envelope.report.installation = folder;
    if (auto problem = fill(fields, envelope)) return *problem;
    return envelope;
}

}  // namespace tixdb::ingest
