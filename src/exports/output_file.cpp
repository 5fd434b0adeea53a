// SPDX-License-Identifier: MIT

#include "exports/output_file.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "exports/gzip_sink.hpp"
#include "exports/zstd_sink.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::exports {
namespace {

namespace fs = std::filesystem;

const fs::path& checked(const OutputRequest& request) {
    store::refuse_files_of(request.database, request.file, "name another file after --output");
    const std::string name = escaped(request.file.string());
    std::error_code ignored;
    const fs::file_status status = fs::symlink_status(request.file, ignored);
    if (!fs::exists(status)) return request.file;
    if (fs::is_directory(status))
        throw Error(ErrorKind::failed, fmt::format("{} is a folder", name), "name a file in it");
    if (!fs::is_regular_file(status) && !fs::is_symlink(status))
        throw Error(ErrorKind::failed, fmt::format("{} is not a regular file", name),
                    "leave --output out, and redirect stdout to it");
    if (!request.overwrite)
        throw Error(ErrorKind::failed, fmt::format("{} exists already", name),
                    "name another file, or replace this one with --overwrite");
    return request.file;
}

std::unique_ptr<ByteSink> compressor_of(const fs::path& file, ByteSink& behind) {
    if (file.extension() == ".zst") return std::make_unique<ZstdSink>(behind);
    if (file.extension() == ".gz") return std::make_unique<GzipSink>(behind);
    return nullptr;
}

}  // namespace

OutputFile::OutputFile(const OutputRequest& request)
    : shown_(escaped(request.file.string())),
      overwrite_(request.overwrite),
      staged_(checked(request)),
      file_(staged_.path(), shown_),
      compressor_(compressor_of(request.file, file_)) {}

OutputFile::~OutputFile() = default;

void OutputFile::place() {
    staged_.place(overwrite_ ? StagedFile::Existing::replace : StagedFile::Existing::keep);
}

std::optional<Format> format_by_name(const std::filesystem::path& file) {
    fs::path name = file.filename();
    if (name.extension() == ".gz" || name.extension() == ".zst") name = name.stem();
    const std::string extension = name.extension();
    if (extension == ".jsonl") return Format::ndjson;
    return extension.empty() ? std::nullopt : kFormats.find(extension.substr(1));
}

}  // namespace tixdb::exports
