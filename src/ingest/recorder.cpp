// SPDX-License-Identifier: MIT

#include "ingest/recorder.hpp"

#include <fmt/format.h>

namespace tixdb::ingest {

void Recorder::take(ParsedBatch parsed) {
    const Batch& batch = parsed.batch;
    if (folder_ != batch.folder) {
        folder_ = batch.folder;
        judge_.emplace(pinned_key(folder_->installation));
        row_ = {};
        begin_folder(folder_->installation);
    }
    if (parsed.candidate) judge_->consider(*parsed.candidate);
    for (ParsedFile& file : parsed.files) take_file(std::move(file));
    if (batch.is_last) {
        counts_.known += batch.known_files;
        row_.files += batch.known_files;
        if (batch.folder_row) {
            store::SourceFolderRow row = *batch.folder_row;
            row.files = row_.files;
            row.unfinished = row_.unfinished;
            row.rejected = row_.rejected;
            record_folder(folder_->installation, row);
        }
    }
    end_batch();
}

void Recorder::take_file(ParsedFile file) {
    judge_->judge(file);
    switch (file.outcome) {
        case Outcome::gone:
            break;
        case Outcome::unfinished:
            ++counts_.unfinished;
            ++row_.unfinished;
            log_.detail(
                fmt::format("left for the next run: {}", path_of(folder_->installation, file.file.name)));
            break;
        case Outcome::known:
            ++counts_.known;
            ++row_.files;
            record_known(folder_->installation, file);
            break;
        case Outcome::rejected_known:
            ++counts_.rejected_known;
            ++row_.rejected;
            record_rejected_known(folder_->installation, file);
            break;
        case Outcome::report:
            take_report(file);
            break;
        case Outcome::refused:
            take_refusal(file);
            break;
    }
}

void Recorder::take_report(const ParsedFile& file) {
    ++row_.files;
    if (record_report(file, judge_->pins(file.report))) {
        ++counts_.stored;
        counts_.observations += static_cast<std::int64_t>(file.report.observations.size());
    } else {
        ++counts_.known;
    }
}

void Recorder::take_refusal(const ParsedFile& file) {
    ++row_.rejected;
    if (!record_refusal(folder_->installation, file)) {
        ++counts_.rejected_known;
        return;
    }
    const std::string reason(name_of(file.reject.reason));
    ++counts_.rejected;
    ++counts_.reasons[reason];
    log_.warning(fmt::format("rejected {}: {}: {}", path_of(folder_->installation, file.file.name), reason,
                             file.reject.detail));
}

}  // namespace tixdb::ingest
