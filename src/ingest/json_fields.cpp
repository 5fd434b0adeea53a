// SPDX-License-Identifier: MIT

#include "ingest/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "ingest/shortened.hpp"

namespace tixdb::ingest {

// Takes the events of nlohmann's SAX parser. It goes on after a wrong field: a file that is not JSON is that
// first of all, since the condenser may still be writing it.
class JsonFields::Reader {
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
        numbers_[*field_ - ReportFields::kTexts] = value;
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
        field_ = ReportFields::place_of(name);
        if (!field_) return true;
        if (seen_[*field_]) note({Reason::duplicate_field, name});
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
        for (std::size_t i = 0; i < ReportFields::kFields; ++i) {
            if (!seen_[i]) return Reject{Reason::missing_field, std::string(ReportFields::kNames[i])};
        }
        return std::nullopt;
    }
    [[nodiscard]] ReportFields fields() const {
        ReportFields fields;
        std::ranges::copy(texts_, fields.texts.begin());
        fields.numbers = numbers_;
        return fields;
    }

  private:
    // True if the value at hand belongs to one of our fields and has its type.
    [[nodiscard]] bool takes(bool text) const {
        return depth_ == 1 && is_object_ && field_ && (*field_ < ReportFields::kTexts) == text;
    }
    // A value that is not taken: wrong if it belongs to one of our fields (its own level, or opening the
    // next).
    bool other(std::string_view what) {
        const bool opens = depth_ == 2;
        if ((depth_ == 1 || opens) && is_object_ && field_) {
            note({Reason::wrong_type, fmt::format("{} is {}", ReportFields::kNames[*field_], what)});
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
    std::array<std::string, ReportFields::kTexts> texts_;
    std::array<std::int64_t, ReportFields::kFields - ReportFields::kTexts> numbers_{};
    std::array<bool, ReportFields::kFields> seen_{};
    std::optional<Reject> problem_;
};

JsonFields::JsonFields() : reader_(std::make_unique<Reader>()) {}
JsonFields::~JsonFields() = default;

std::optional<Reject> JsonFields::read(std::string_view bytes) {
    // The parser takes a zero byte for the end and would not look at what follows.
    if (const auto zero = bytes.find('\0'); zero != std::string_view::npos) {
        return Reject{Reason::not_json, fmt::format("at byte {}", zero + 1)};
    }
    nlohmann::json::sax_parse(bytes.begin(), bytes.end(), reader_.get());
    return reader_->problem();
}

ReportFields JsonFields::fields() const {
    return reader_->fields();
}

}  // namespace tixdb::ingest
