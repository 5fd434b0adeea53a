// SPDX-License-Identifier: MIT
// The stand-in's answers by the names that its program takes (fake_tix_api --usual, --trouble).
#pragma once

#include <string>
#include <vector>

#include "support/fake_tix_api.hpp"

namespace tixdb::test {

struct NamedAnswer {
    std::string name;
    Answer answer;
    bool is_for_posts = false;  // it is about the report in the request
};

[[nodiscard]] const std::vector<NamedAnswer>& named_answers();
// Throws std::invalid_argument, with all names, if there is none of this one.
[[nodiscard]] const NamedAnswer& answer_named(const std::string& name);
// "a,b"; "all" are those of a server in trouble: all but lie, after which nobody can know that a report is
// lost.
[[nodiscard]] std::vector<NamedAnswer> answers_listed(const std::string& names);

}  // namespace tixdb::test
