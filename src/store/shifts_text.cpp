// SPDX-License-Identifier: MIT

#include "store/shifts_text.hpp"

#include <fmt/format.h>

#include "base/parse_number.hpp"

namespace tixdb::store {
namespace {

std::string number_or_null(const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : "null";
}

// Takes what is expected from the front of a text.
class ShiftScanner {
  public:
    explicit ShiftScanner(std::string_view text) : rest_(text) {}

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }
    template <typename Number>
    bool take_number(Number& number) {
        const auto value = tixdb::take_number<Number>(rest_);
        if (value) number = *value;
        return value.has_value();
    }
    bool take_number_or_null(std::optional<double>& number) {
        if (take("null")) return true;
        return take_number(number.emplace());
    }

  private:
    std::string_view rest_;
};

}  // namespace

std::string text_of(const std::vector<model::QueueingShift>& shifts) {
    std::string text;
    for (const model::QueueingShift& shift : shifts) {
        text += fmt::format(R"({}{{"at_s":{},"up_ms":{},"down_ms":{}}})", text.empty() ? "[" : ",",
                            shift.at_s, number_or_null(shift.up_ms), number_or_null(shift.down_ms));
    }
    if (!text.empty()) text += ']';
    return text;
}

std::vector<model::QueueingShift> shifts_of(std::string_view text) {
    std::vector<model::QueueingShift> shifts;
    ShiftScanner scanner(text);
    while (scanner.take(shifts.empty() ? "[" : ",")) {
        model::QueueingShift shift;
        const bool is_whole = scanner.take(R"({"at_s":)") && scanner.take_number(shift.at_s) &&
                              scanner.take(R"(,"up_ms":)") && scanner.take_number_or_null(shift.up_ms) &&
                              scanner.take(R"(,"down_ms":)") && scanner.take_number_or_null(shift.down_ms) &&
                              scanner.take("}");
        if (!is_whole) break;
        shifts.push_back(shift);
    }
    return shifts;
}

}  // namespace tixdb::store
