// SPDX-License-Identifier: MIT

#include "ingest/report_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "support/report_builder.hpp"

namespace tixdb::ingest::report_codec {
namespace {

constexpr model::InstallationKey kFolder{3, 5};
constexpr std::int64_t kFirstS = 1'500'000'000;

test::ReportBuilder report(int count = 2) {
    return {kFirstS, count};
}

Reject problem_of(const std::string& json) {
    const auto result = decode_envelope(json, kFolder);
    if (const auto* reject = std::get_if<Reject>(&result)) return *reject;
    ADD_FAILURE() << "accepted: " << json.substr(0, 100);
    return {};
}

std::string said_of(const std::string& json) {
    const Reject reject = problem_of(json);
    return std::string(name_of(reject.reason)) + ": " + reject.detail;
}

bool is_accepted(const std::string& json) {
    return std::holds_alternative<Envelope>(decode_envelope(json, kFolder));
}

TEST(ReportCodec, EveryFieldComesBack) {
    const auto builder = report(60).from("[2001:DB8::1]:99").to("[::%0]:4500").packet_ns({1, -2, 3, 4});
    const auto result = decode_envelope(builder.json(), kFolder);
    const Envelope& envelope = std::get<Envelope>(result);
    EXPECT_EQ(envelope.report.installation, kFolder);
    EXPECT_EQ(envelope.report.ip, "2001:db8::1");
    EXPECT_EQ(envelope.report.from, "[2001:DB8::1]:99");
    EXPECT_EQ(envelope.report.to, "[::%0]:4500");
    EXPECT_EQ(envelope.report.packet_ns, (std::array<std::int64_t, 4>{1, -2, 3, 4}));
    EXPECT_EQ(envelope.message, test::message_of(builder.observations()));
    EXPECT_EQ(envelope.report.message_digest, sha256(envelope.message));
    EXPECT_EQ(envelope.report.public_key, test::public_key_of(0));
    EXPECT_EQ(envelope.report.key_digest, sha256(test::public_key_of(0)));
    EXPECT_EQ(envelope.report.signature.size(), 256U);
    EXPECT_FALSE(envelope.report.verified);
}

TEST(ReportCodec, EveryTruncationIsNotJson) {
    const std::string json = report(1).json();
    for (std::size_t length = 0; length < json.size(); ++length) {
        ASSERT_EQ(problem_of(json.substr(0, length)).reason, Reason::not_json) << "cut at byte " << length;
    }
    EXPECT_TRUE(is_accepted(json));
}

TEST(ReportCodec, ZeroByteIsNamedWithItsPlace) {
    EXPECT_EQ(said_of(std::string("{\0}", 3)), "not_json: at byte 2");
}

// The condenser may still be writing it.
TEST(ReportCodec, WhatIsCutShortIsNotJsonFirstOfAll) {
    for (const char* wrong : {R"({"userId":"x",)", R"({"from":1,"from":2,)", R"({"from":"a","from":"b",)"})
        EXPECT_EQ(problem_of(wrong).reason, Reason::not_json) << wrong;
}

TEST(ReportCodec, WhatIsNotJsonIsRefusedWithItsPlace) {
    EXPECT_EQ(said_of("nonsense"), "not_json: at byte 2");
    EXPECT_EQ(problem_of(report().json() + "x").reason, Reason::not_json);
    EXPECT_EQ(problem_of(report().json() + report().json()).reason, Reason::not_json);
    EXPECT_EQ(problem_of(std::string(4096, '\0')).reason, Reason::not_json);
    EXPECT_EQ(problem_of(report().json() + '\0').reason, Reason::not_json);
    EXPECT_EQ(problem_of(report().json() + '\0' + "garbage").reason, Reason::not_json);
    EXPECT_EQ(problem_of("{\"from\":\"\xff\"}").reason, Reason::not_json);
}

TEST(ReportCodec, AnotherJsonValueIsNotAnObject) {
    for (const char* json : {"[]", "1", "null", "true", "\"text\"", "[{\"from\":\"x\"}]", "1.5"}) {
        EXPECT_EQ(problem_of(json).reason, Reason::not_object) << json;
    }
}

TEST(ReportCodec, EveryFieldIsRequired) {
    for (const char* field :
         {"from", "to", "type", "initialTimestamp", "receptionTimestamp", "sentTimestamp", "finalTimestamp",
          "publicKey", "message", "signature", "userId", "installationId"}) {
        EXPECT_EQ(said_of(report().without(field).json()), std::string("missing_field: ") + field);
    }
    EXPECT_EQ(problem_of("{}").reason, Reason::missing_field);
}

TEST(ReportCodec, FieldThatComesTwiceIsRefused) {
    EXPECT_EQ(said_of(report().again("userId", "3").json()), "duplicate_field: userId");
    EXPECT_EQ(said_of(report().again("m\\u0065ssage", "\"AAAA\"").json()), "duplicate_field: message");
}

TEST(ReportCodec, NumberFieldTakesWholeNumbersOf64BitsOnly) {
    for (const char* json : {"\"1\"", "1.0", "1e3", "true", "null", "[]", "{}", "[1]", "{\"a\":1}",
                             "9223372036854775808", "18446744073709551616", "-9223372036854775809"}) {
        for (const char* field : {"initialTimestamp", "userId"}) {
            EXPECT_EQ(problem_of(report().field(field, json).json()).reason, Reason::wrong_type)
                << field << json;
        }
    }
    EXPECT_EQ(said_of(report().field("userId", "3.0").json()),
              "wrong_type: userId is 3.0, which is no whole number of 64 bits");
    EXPECT_TRUE(is_accepted(report().field("sentTimestamp", "9223372036854775807").json()));
    EXPECT_TRUE(is_accepted(report().field("sentTimestamp", "-9223372036854775808").json()));
}

TEST(ReportCodec, NumberTooLargeForAnyTypeIsJsonAllTheSame) {
    EXPECT_EQ(problem_of(report().field("finalTimestamp", "1e400").json()).reason, Reason::wrong_type);
    EXPECT_EQ(problem_of(report().field("unknown", "-1e400").json()).reason, Reason::wrong_type);
}

TEST(ReportCodec, TextFieldTakesTextOnly) {
    for (const char* json : {"1", "-1", "1.5", "false", "null", "[\"a\"]", "{\"from\":\"a\"}"}) {
        for (const char* field : {"from", "to", "type", "publicKey", "message", "signature"}) {
            EXPECT_EQ(problem_of(report().field(field, json).json()).reason, Reason::wrong_type)
                << field << json;
        }
    }
}

TEST(ReportCodec, TypeIsAlwaysLong) {
    EXPECT_EQ(said_of(report().field("type", "\"SHORT\"").json()),
              "wrong_type: type is \"SHORT\" instead of \"LONG\"");
}

TEST(ReportCodec, UnknownFieldsArePassedOver) {
    EXPECT_TRUE(is_accepted(report().field("note", "{\"from\":[1,{\"userId\":null}],\"x\":2.5}").json()));
    EXPECT_TRUE(is_accepted(report().field("note", "1").again("note", "2").json()));
}

TEST(ReportCodec, EscapesInTextsAreUndone) {
    EXPECT_TRUE(is_accepted(report().field("from", "\"203.0.113.7\\u003a1\"").json()));
}

TEST(ReportCodec, UserAndInstallationMustBeTheFolders) {
    EXPECT_EQ(said_of(report().field("userId", "4").json()), "wrong_installation: the content names 4/5");
    EXPECT_EQ(said_of(report().field("installationId", "-5").json()),
              "wrong_installation: the content names 3/-5");
    EXPECT_EQ(said_of(report().field("installationId", "0").json()),
              "wrong_installation: the content names 3/0");
}

TEST(ReportCodec, DecoderKeepsNothingOfTheFileBefore) {
    EnvelopeDecoder decoder;
    const auto key_of = [&decoder](const std::string& json) {
        const auto result = decoder.decode(json, kFolder);
        const auto* envelope = std::get_if<Envelope>(&result);
        return envelope == nullptr ? std::nullopt : std::optional(envelope->report.key_digest);
    };
    const model::Digest first = sha256(test::public_key_of(0));
    const model::Digest second = sha256(test::public_key_of(1));
    EXPECT_EQ(key_of(report().key(0).json()), first);
    EXPECT_EQ(key_of(report().key(0).json()), first);
    EXPECT_EQ(key_of(report().key(1).json()), second);
    EXPECT_EQ(key_of(report().field("publicKey", "\"A\"").json()), std::nullopt);
    EXPECT_EQ(key_of(report().field("publicKey", "\"A\"").json()), std::nullopt);
    EXPECT_EQ(key_of(report().key(1).json()), second);
    EXPECT_EQ(key_of("{"), std::nullopt);
    EXPECT_EQ(key_of(report().field("from", "\"203.0.113.7\\u003a1\"").key(0).json()), first);
}

TEST(ReportCodec, Base64IsStrict) {
    for (const char* field : {"publicKey", "message", "signature"}) {
        for (const char* text : {"\"AAA\"", "\"AA=A\"", "\"AAAA \"", "\"AB==\"", "\"A-_A\"", "\"====\""}) {
            EXPECT_EQ(said_of(report().field(field, text).json()), std::string("bad_base64: ") + field)
                << text;
        }
    }
}

TEST(ReportCodec, MessageIsAWholeNumberOfObservations) {
    EXPECT_EQ(said_of(report().message({}).json()), "bad_length: message has 0 bytes, not a multiple of 45");
    EXPECT_EQ(problem_of(report().message(std::vector<std::uint8_t>(44)).json()).reason, Reason::bad_length);
    EXPECT_EQ(problem_of(report().message(std::vector<std::uint8_t>(46)).json()).reason, Reason::bad_length);
    EXPECT_TRUE(is_accepted(report().message(std::vector<std::uint8_t>(90)).json()));
}

TEST(ReportCodec, FromMustHoldAnAddress) {
    EXPECT_EQ(said_of(report().from("host\x1b[2J:1").json()), "bad_address: from is \"host\\x1b[2J:1\"");
}

TEST(ReportCodec, DepthIsHarmless) {
    constexpr std::size_t kDeep = 1'000'000;
    EXPECT_EQ(problem_of(std::string(kDeep, '[')).reason, Reason::not_json);
    EXPECT_EQ(problem_of("{\"a\":" + std::string(kDeep, '[')).reason, Reason::not_json);
    EXPECT_EQ(problem_of(std::string(kDeep, '[') + std::string(kDeep, ']')).reason, Reason::not_object);
    EXPECT_TRUE(
        is_accepted(report().field("note", std::string(kDeep, '[') + std::string(kDeep, ']')).json()));
}

TEST(ReportCodec, ManyObservationsAreOneReport) {
    const std::vector<std::uint8_t> message(model::kObservationBytes * 100'000, 7);
    const std::string json = report().message(message).json();
    EXPECT_EQ(std::get<Envelope>(decode_envelope(json, kFolder)).message, message);
}

RC_GTEST_PROP(ReportCodecProperty, AChangedByteNeverBreaksTheReader, ()) {
    static const std::string kJson = report(1).json();
    std::string json = kJson;
    const auto at = *rc::gen::inRange<std::size_t>(0, json.size());
    json[at] = *rc::gen::arbitrary<char>();
    static_cast<void>(decode_envelope(json, kFolder));
}

}  // namespace
}  // namespace tixdb::ingest::report_codec
