// SPDX-License-Identifier: MIT
// A file that an export is written to: aside first, under its name once it is whole, compressed if its name
// says so.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "base/staged_file.hpp"
#include "exports/byte_sink.hpp"
#include "exports/row_format.hpp"

namespace tixdb::exports {

struct OutputRequest {
    std::filesystem::path file;
    bool overwrite = false;
    std::filesystem::path database;  // what is never written over
};

class OutputFile {
  public:
    // Throws Error{usage} if the file is the database or one of its companions; Error{failed} if it exists
    // and is not to be replaced, if it is anything but a regular file, or if nothing can be written beside
    // it. A link is replaced itself, and never followed.
    explicit OutputFile(const OutputRequest& request);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    // Through the compressor that the name asks for: .gz, .zst.
    [[nodiscard]] ByteSink& sink() { return compressor_ ? *compressor_ : file_; }
    // The file itself.
    [[nodiscard]] FileSink& file() { return file_; }
    [[nodiscard]] const std::string& shown() const { return shown_; }

    // Once the sink is finished: when it returns the file is on the disk.
    void place();

  private:
    std::string shown_;
    bool overwrite_;
    StagedFile staged_;
    FileSink file_;
    std::unique_ptr<ByteSink> compressor_;
};

// By the name without .gz or .zst: .csv, .tsv, .ndjson (or .jsonl), .json. Nothing for any other.
[[nodiscard]] std::optional<Format> format_by_name(const std::filesystem::path& file);

}  // namespace tixdb::exports
