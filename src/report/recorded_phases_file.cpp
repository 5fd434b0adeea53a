// SPDX-License-Identifier: MIT

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "report/recorded_phases.hpp"

namespace tixdb::report {
namespace {

using nlohmann::json;

Error wrong(const std::filesystem::path& path, std::string_view what) {
    return {ErrorKind::failed, fmt::format("{}: {}", escaped(path.string()), what),
            "docs/man/tixdb-evaluate.md describes the file"};
}

// Throws Error if there is no such number.
double number_of(const json& object, const char* name, const std::filesystem::path& path) {
    if (object.is_object() && object.contains(name) && object.at(name).is_number()) {
        return object.at(name).get<double>();
    }
    throw wrong(path, fmt::format("\"{}\" is missing or no number", name));
}

}  // namespace

std::vector<Phase> read_phases(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw wrong(path, "cannot be read");
    const json document = json::parse(file, nullptr, false);
    if (!document.is_object()) throw wrong(path, "is not a JSON object");
    const double capacity = number_of(document, "connection_speed", path);
    if (!(capacity > 0)) throw wrong(path, "\"connection_speed\" is not above zero");
    if (!document.contains("phases") || !document.at("phases").is_array()) {
        throw wrong(path, "\"phases\" is missing or no array");
    }
    std::vector<Phase> phases;
    for (const json& phase : document.at("phases")) {
        const double start_s = number_of(phase, "start", path);
        phases.push_back(
            {start_s, start_s + number_of(phase, "lapse", path), number_of(phase, "speed", path) / capacity});
    }
    return phases;
}

}  // namespace tixdb::report
