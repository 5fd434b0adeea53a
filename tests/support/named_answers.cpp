// SPDX-License-Identifier: MIT

#include "support/named_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace tixdb::test {
namespace {

using Kind = Answer::Kind;

// What no server in trouble does.
constexpr const char* kLie = "lie";
constexpr const char* kRefused = "422";

Answer echoed_as(EchoForm form) {
    Answer answer = Answer::normal();
    answer.form = form;
    return answer;
}

Answer stored_and(Answer answer) {
    answer.kind = Kind::store_and_answer;
    return answer;
}

std::vector<NamedAnswer> all_answers() {
    const Answer busy = Answer::with_status(429, "Too Many Requests", {{"Retry-After", "1"}});
    const Answer page = Answer::with_status(200, "<html>Welcome</html>");
    return {
        {"normal", Answer::normal(), false},
        // Stored, and told in another form.
        {"unix-s", echoed_as(EchoForm::unix_s), true},
        {"unix-ms", echoed_as(EchoForm::unix_ms), true},
        {"created", echoed_as(EchoForm::created), true},
        {"gzip", echoed_as(EchoForm::gzip), true},
        {"white-space", echoed_as(EchoForm::white_space), true},
        // Not stored.
        {"500", Answer::with_status(500, "Internal Server Error"), false},
        {"502", Answer::with_status(502, "<html>Bad Gateway</html>"), false},
        {"503", Answer::with_status(503, "Service Unavailable"), false},
        {"503-wait", Answer::with_status(503, "Service Unavailable", {{"Retry-After", "1"}}), false},
        {"429", busy, false},
        {"lookup-failed", Answer::lookup_failed("OSError: [Errno 24] Too many open files"), true},
        {"page", page, true},
        {"no-content", Answer::with_status(204), true},
        {"hang", Answer::of(Kind::hang), false},
        {"cut", Answer::of(Kind::cut), false},
        // Stored, at once or later, and not told.
        {"stored-500", stored_and(Answer::with_status(500, "Internal Server Error")), true},
        {"stored-504", stored_and(Answer::with_status(504, "<html>Gateway Time-out</html>")), true},
        {"stored-page", stored_and(page), true},
        {"stored-no-content", stored_and(Answer::with_status(204)), true},
        {"stored-hang", Answer::of(Kind::store_and_hang), true},
        {"stored-late", Answer::of(Kind::hang_and_store_later), true},
        {"stored-cut", Answer::of(Kind::store_and_cut), true},
        {"stored-cut-in-answer", Answer::of(Kind::cut_in_answer), true},
        // Refused for good.
        {kRefused, Answer::with_status(422, "Unprocessable Entity"), true},
        // Told as stored, and not.
        {kLie, Answer::of(Kind::lie), true},
    };
}

}  // namespace

const std::vector<NamedAnswer>& named_answers() {
    static const std::vector<NamedAnswer> kAll = all_answers();
    return kAll;
}

const NamedAnswer& answer_named(const std::string& name) {
    std::string names;
    for (const NamedAnswer& each : named_answers()) {
        if (each.name == name) return each;
        names += " " + each.name;
    }
    throw std::invalid_argument(fmt::format("no answer {}; there are{}", name, names));
}

std::vector<NamedAnswer> answers_listed(const std::string& names) {
    std::vector<NamedAnswer> answers;
    if (names == "all") {
        std::copy_if(named_answers().begin(), named_answers().end(), std::back_inserter(answers),
                     [](const NamedAnswer& each) { return each.name != kLie && each.name != kRefused; });
        return answers;
    }
    std::istringstream list(names);
    for (std::string name; std::getline(list, name, ',');) answers.push_back(answer_named(name));
    return answers;
}

}  // namespace tixdb::test
