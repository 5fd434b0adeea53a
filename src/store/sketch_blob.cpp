// SPDX-License-Identifier: MIT

#include "store/sketch_blob.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tixdb::store {
namespace {

template <typename Numbers>
std::string list_text(const Numbers& numbers) {
    std::string text;
    for (const auto number : numbers) text += fmt::format("{}{}", text.empty() ? "[" : ",", number);
    if (!text.empty()) text += ']';
    return text;
}

}  // namespace

SketchBlob blob_of(const model::Sketch& sketch) {
    SketchBlob blob{};
    for (std::size_t i = 0; i < blob.size(); ++i) {
        blob[i] = static_cast<std::uint8_t>(sketch[i / 4] >> 8 * (i % 4));
    }
    return blob;
}

std::optional<model::Sketch> sketch_in(std::span<const std::uint8_t> blob) {
    if (blob.size() != SketchBlob().size()) return std::nullopt;
    model::Sketch sketch{};
    for (std::size_t i = 0; i < blob.size(); ++i) sketch[i / 4] |= std::uint32_t{blob[i]} << 8 * (i % 4);
    return sketch;
}

std::string text_of(const model::Sketch& sketch) {
    return list_text(sketch);
}

std::string text_of(const std::vector<std::int64_t>& window_ids) {
    return list_text(window_ids);
}

std::vector<std::int64_t> window_ids_in(std::string_view text) {
    std::vector<std::int64_t> ids;
    while (text.starts_with(ids.empty() ? '[' : ',')) {
        text.remove_prefix(1);
        std::int64_t id = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
        if (parsed.ec != std::errc()) break;
        text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
        ids.push_back(id);
    }
    return ids;
}

}  // namespace tixdb::store
