// SPDX-License-Identifier: MIT

#include "cli/frame/wrapped_text.hpp"

#include <algorithm>

namespace tixdb::cli {

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xC0') != '\x80'; }));
}

std::string shortened(const std::string& text, std::size_t width) {
    if (width_of(text) <= width) return text;
    std::size_t end = 0;
    for (std::size_t left = width; end < text.size(); ++end) {
        const bool begins_character = (text[end] & '\xC0') != '\x80';
        if (begins_character && left-- == 1) break;
    }
    return text.substr(0, end) + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        if (lines.empty() || width_of(lines.back()) + 1 + width_of(word) > width)
            lines.emplace_back(word);
        else
            lines.back().append(" ").append(word);
    }
    return lines;
}

}  // namespace tixdb::cli
