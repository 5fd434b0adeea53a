// SPDX-License-Identifier: MIT

#include "page/charts/svg_element.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace tixdb::page {

std::string svg_opening(double width, double height, const std::string& style, const std::string& what,
                        const std::string& description) {
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">)",
        style, width, height, html_text(description.empty() ? what : what + ": " + description));
}

}  // namespace tixdb::page
