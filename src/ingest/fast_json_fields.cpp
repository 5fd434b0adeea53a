// SPDX-License-Identifier: MIT

#include "ingest/fast_json_fields.hpp"

#include <simdjson.h>

#include <bitset>
#include <new>

namespace tixdb::ingest {
namespace {

// What is parsed takes twelve times as much memory: a long file is rare, and not worth keeping that for.
constexpr std::size_t kLongestBytes = 256UL * 1024;

// simdjson looks at the processor when it is first used, in functions that must not throw: without memory the
// program would end in the middle of its work. So it looks before main() begins.
const bool kKnowsProcessor = !simdjson::get_active_implementation()->name().empty();

// Where memory ran short in the middle the parser is not to be used again.
bool is_taken(simdjson::error_code error) {
    if (error == simdjson::MEMALLOC) throw std::bad_alloc();
    return error == simdjson::SUCCESS;
}

bool take_value(const simdjson::dom::element& value, std::size_t place, ReportFields& fields) {
    if (place < ReportFields::kTexts) return value.get_string().get(fields.texts[place]) == simdjson::SUCCESS;
    return value.get_int64().get(fields.numbers[place - ReportFields::kTexts]) == simdjson::SUCCESS;
}

}  // namespace

struct FastJsonFields::Parser {
    simdjson::dom::parser parser;
};

FastJsonFields::FastJsonFields() : parser_(std::make_unique<Parser>()) {}
FastJsonFields::~FastJsonFields() = default;

// Without escapes texts and names stand in the file as they are, and halves of surrogate pairs, which
// simdjson takes for characters, cannot come.
bool FastJsonFields::read(std::string_view bytes) {
    if (!kKnowsProcessor || bytes.empty() || bytes.size() > kLongestBytes ||
        bytes.find('\\') != std::string_view::npos)
        return false;
    simdjson::dom::object object;
    if (!is_taken(parser_->parser.parse(bytes.data(), bytes.size()).get_object().get(object))) return false;
    std::bitset<ReportFields::kFields> seen;
    for (const auto& [name, value] : object) {
        const auto place = ReportFields::place_of(name);
        if (!place) continue;
        if (seen[*place] || !take_value(value, *place, fields_)) return false;
        seen.set(*place);
    }
    return seen.all();
}

}  // namespace tixdb::ingest
