// SPDX-License-Identifier: MIT

#include "page/document.hpp"

#include <fmt/format.h>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "page/assets.hpp"
#include "page/markup.hpp"

namespace tixdb::page {
namespace {

std::string source_of(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    return fmt::format("'sha256-{}'", base64_encoded(sha256({bytes, text.size()})));
}

// The one element that dygraphs styles by an attribute (calculateEmWidthInDiv).
constexpr std::string_view kLibraryStyle = "margin: 0; padding: 0 0 0 1em; border: 0;";

std::string style_sheet() {
    return fmt::format("{}{}{}{}", assets::light_css, assets::dark_css, assets::svg_css, assets::page_css);
}

}  // namespace

std::string script_of(std::initializer_list<std::string_view> parts) {
    std::string text = "(function () {\n'use strict';\n";
    for (const std::string_view part : parts) text += part;
    return text + "}());\n";
}

const std::string& library_script() {
    static const std::string text =
        fmt::format("/*\n{}*/\n{}", assets::dygraphs_licence_txt, assets::dygraph_min_js);
    return text;
}

const std::string& page_script() {
    static const std::string text = script_of(
        {assets::data_js, assets::series_js, assets::charts_js, assets::tables_js, assets::page_js});
    return text;
}

void add_frame(Parts& parts, const std::string& program_version,
               const std::vector<std::string_view>& scripts) {
    const std::string style = style_sheet();
    std::string script_sources;
    for (const std::string_view script : scripts) script_sources += ' ' + source_of(script);
    parts["style"] = style;
    const std::string attributes =
        scripts.empty() ? "" : fmt::format("; style-src-attr 'unsafe-hashes' {}", source_of(kLibraryStyle));
    parts["policy"] = fmt::format(
        "default-src 'none'; script-src{}; style-src {}{}; img-src data:; base-uri 'none'; form-action "
        "'none'",
        scripts.empty() ? " 'none'" : script_sources, source_of(style), attributes);
    parts["generator"] = html_text("tixdb " + program_version);
}

std::string svg_file(const std::string& svg) {
    const auto end_of_tag = svg.find('>') + 1;
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}<style>{}{}.figure{{background:#fff}}</style>{}\n",
        svg.substr(0, end_of_tag), assets::light_css, assets::svg_css, svg.substr(end_of_tag));
}

}  // namespace tixdb::page
