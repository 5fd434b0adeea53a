// SPDX-License-Identifier: MIT
// What all pages have: style, scripts and a policy that forbids every request, or SVG files that stand for
// themselves.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tixdb::page {

using Parts = std::map<std::string, std::string, std::less<>>;

// Puts style, policy and generator into the parts of a page. scripts: the texts of its <script> elements,
// which the policy allows by their digests; nothing else runs.
void add_frame(Parts& parts, const std::string& program_version,
               const std::vector<std::string_view>& scripts);

// These scripts as one, whose names are its own.
[[nodiscard]] std::string script_of(std::initializer_list<std::string_view> parts);

// The charts' library with its licence, and the page's own script.
[[nodiscard]] const std::string& library_script();
[[nodiscard]] const std::string& page_script();

// An <svg> as a file of its own: for light paper, with the colours in it.
[[nodiscard]] std::string svg_file(const std::string& svg);

}  // namespace tixdb::page
