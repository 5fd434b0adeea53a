// SPDX-License-Identifier: MIT

#include "cli/frame/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

#include "base/text.hpp"
#include "cli/frame/wrapped_text.hpp"

namespace tixdb::cli {
namespace {

std::string plain(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&cell)) return fmt::format("{}", *real);
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    return {};
}

class TableWriter final : public RowWriter {
  public:
    TableWriter(std::ostream& out, const std::vector<std::string>& columns, const OutputOptions& output)
        : out_(out), stressed_(output.stressed), fits_into_(output.columns) {
        const bool header = !output.no_header;
        is_prose_.assign(columns.size(), false);
        right_aligned_.assign(columns.size(), true);
        widths_.assign(columns.size(), 0);
        if (header) add(columns);
        has_header_ = header;
    }

    void row(const std::vector<Cell>& cells) override {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (std::holds_alternative<std::string>(cells[i])) right_aligned_[i] = false;
            texts.push_back(std::holds_alternative<std::monostate>(cells[i]) ? "-"
                                                                             : escaped(plain(cells[i])));
            if (texts.back().find(' ') != std::string::npos) is_prose_[i] = true;
        }
        add(texts);
    }

    void finish() override {
        // A heading without rows would be noise.
        if (has_header_ && rows_.size() == 1) return;
        fit();
        for (const auto& texts : rows_) out_ << line_of(texts) << '\n';
    }

  private:
    void add(const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i) widths_[i] = std::max(widths_[i], width_of(texts[i]));
        rows_.push_back(texts);
    }

    // The widest prose first, until the line fits or there is no prose left to shorten.
    void fit() {
        std::size_t width = 2 * (widths_.size() - 1);
        for (const std::size_t each : widths_) width += each;
        while (fits_into_ > 0 && width > fits_into_) {
            std::size_t widest = widths_.size();
            for (std::size_t i = 0; i < widths_.size(); ++i) {
                const bool can_shrink = is_prose_[i] && widths_[i] > kLeastProse;
                if (can_shrink && (widest == widths_.size() || widths_[i] > widths_[widest])) widest = i;
            }
            if (widest == widths_.size()) return;
            const std::size_t less = std::min(width - fits_into_, widths_[widest] - kLeastProse);
            widths_[widest] -= less;
            width -= less;
        }
    }

    std::string shown(const std::string& text) const {
        return stressed_.contains(text) ? stressed_text(text) : text;
    }

    std::string line_of(const std::vector<std::string>& texts) const {
        std::string line;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::string text = shortened(texts[i], widths_[i]);
            const std::string padding(widths_[i] - width_of(text), ' ');
            if (i > 0) line += "  ";
            line += right_aligned_[i] ? padding + shown(text) : shown(text) + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        return line;
    }

    static constexpr std::size_t kLeastProse = 16;

    std::ostream& out_;
    std::set<std::string> stressed_;
    std::size_t fits_into_;
    std::vector<bool> is_prose_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> widths_;
    std::vector<bool> right_aligned_;
    bool has_header_ = false;
};

class CsvWriter final : public RowWriter {
  public:
    CsvWriter(std::ostream& out, const std::vector<std::string>& columns, bool header) : out_(out) {
        if (header) write(columns);
    }
    void row(const std::vector<Cell>& cells) override {
        std::vector<std::string> texts;
        texts.reserve(cells.size());
        for (const Cell& cell : cells) texts.push_back(plain(cell));
        write(texts);
    }
    void finish() override {}

  private:
    static std::string field(const std::string& text) {
        if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
        std::string quoted = "\"";
        for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
        return quoted + "\"";
    }
    void write(const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i) out_ << (i == 0 ? "" : ",") << field(texts[i]);
        out_ << "\r\n";
    }

    std::ostream& out_;
};

class JsonWriter final : public RowWriter {
  public:
    // name empty: one object a line, nothing around.
    JsonWriter(std::ostream& out, const std::string& name, std::vector<std::string> columns)
        : out_(out), columns_(std::move(columns)), wrapped_(!name.empty()) {
        if (wrapped_)
            out_ << fmt::format("{{\"schema_version\":{},{}:[", kJsonSchemaVersion, json_quoted(name));
    }
    void row(const std::vector<Cell>& cells) override {
        if (wrapped_) out_ << (first_ ? "\n" : ",\n");
        first_ = false;
        out_ << '{';
        for (std::size_t i = 0; i < cells.size(); ++i) {
            out_ << (i == 0 ? "" : ",") << json_quoted(columns_[i]) << ':' << value(cells[i]);
        }
        out_ << (wrapped_ ? "}" : "}\n");
    }
    void finish() override {
        if (wrapped_) out_ << "\n]}\n";
    }

  private:
    static std::string value(const Cell& cell) {
        if (const auto* text = std::get_if<std::string>(&cell)) return json_quoted(*text);
        const auto* real = std::get_if<double>(&cell);
        if (std::holds_alternative<std::monostate>(cell) || (real != nullptr && !std::isfinite(*real)))
            return "null";
        return plain(cell);
    }

    std::ostream& out_;
    std::vector<std::string> columns_;
    bool wrapped_;
    bool first_ = true;
};

}  // namespace

std::string stressed_text(const std::string& text) {
    return "\x1b[1;31m" + text + "\x1b[0m";
}

OutputOptions fitted(OutputOptions output, const Context& context) {
    if (context.world.out_is_terminal) output.columns = context.world.out_columns;
    return output;
}

void add_output_options(OptionSet& options, OutputOptions& output) {
    options.value("--format", output.format, "table, csv, json or ndjson")
        .choices({"table", "csv", "json", "ndjson"})
        .choices_elsewhere({"tsv", "prometheus"});
    options.flag("--no-header", output.no_header, "no heading in table and csv");
}

void add_object_format(OptionSet& options, std::string& format) {
    options.value("--format", format, "table or json")
        .choices({"table", "json"})
        .choices_elsewhere({"csv", "tsv", "ndjson", "prometheus"});
}

std::unique_ptr<RowWriter> make_row_writer(const OutputOptions& output, std::ostream& out,
                                           const std::string& name, std::vector<std::string> columns) {
    if (output.format == "csv") return std::make_unique<CsvWriter>(out, columns, !output.no_header);
    if (output.format == "json") return std::make_unique<JsonWriter>(out, name, std::move(columns));
    if (output.format == "ndjson") return std::make_unique<JsonWriter>(out, "", std::move(columns));
    return std::make_unique<TableWriter>(out, columns, output);
}

}  // namespace tixdb::cli
