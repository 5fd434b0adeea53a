// SPDX-License-Identifier: MIT

#include "ingest/recorder.hpp"

#include <fmt/format.h>

#include "base/time_text.hpp"

namespace tixdb::ingest {
namespace {

// A medium that has failed for so long will not get better by itself.
constexpr std::int64_t kLongestFailureMs = 3'600'000;

// By so much the clocks of two machines differ that are kept right.
constexpr std::int64_t kClockDifferenceMs = 60'000;

}  // namespace

void Recorder::record(ParsedBatch parsed) {
    const Batch& batch = parsed.batch;
    if (folder_ != batch.folder) {
        folder_ = batch.folder;
        pinning_.emplace(pinned_key(folder_->installation));
        pruned_before_s_ = pruned_before_s(folder_->installation);
        row_ = {};
        begin_folder(folder_->installation);
    }
    if (parsed.candidate) pinning_->consider(*parsed.candidate);
    for (ParsedFile& file : parsed.files) record_file(std::move(file));
    if (batch.is_last) count_folder(batch);
    end_batch();
}

void Recorder::count_folder(const Batch& batch) {
    if (batch.folder_reject) {
        const std::string path = path_of(*batch.folder);
        if (!record_folder_refusal(path, *batch.folder_reject, batch.was_folder_refused)) {
            ++counts_.rejected_known;
            return;
        }
        const std::string reason(name_of(batch.folder_reject->reason));
        ++counts_.rejected;
        ++counts_.reasons[reason];
        warnings_.warn("rejected as " + reason,
                       fmt::format("rejected {}: {}: {}", path, reason, batch.folder_reject->detail));
        return;
    }
    if (batch.was_folder_refused) record_folder_readable(path_of(*batch.folder));
    counts_.known += batch.known_files;
    row_.files += batch.known_files;
    if (!batch.folder_row) return;
    store::SourceFolderRow row = *batch.folder_row;
    row.files = row_.files;
    row.unfinished = row_.unfinished;
    row.rejected = row_.rejected;
    record_folder(folder_->installation, row);
}

void Recorder::record_file(ParsedFile file) {
    pinning_->judge(file);
    judge_age(file);
    switch (file.outcome) {
        case Outcome::gone:
            break;
        case Outcome::unfinished:
            ++counts_.unfinished;
            ++row_.unfinished;
            explain_unfinished(file.file);
            break;
        case Outcome::unread:
            count_unread(file);
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
            count_report(file);
            break;
        case Outcome::refused:
            count_refusal(file);
            break;
    }
}

// Whether what it says was known once, nobody can tell any more: it would be counted again.
void Recorder::judge_age(ParsedFile& file) {
    if (file.outcome != Outcome::report || !pruned_before_s_) return;
    const std::int64_t first_s = file.report.observations.front().day_timestamp_s;
    if (first_s >= *pruned_before_s_ || is_known(file.report)) return;
    file.outcome = Outcome::refused;
    file.reject = {Reason::older_than_retention, fmt::format("begins {}, and what begins before {} is pruned",
                                                             iso_of_s(first_s), iso_of_s(*pruned_before_s_))};
}

// A file that is dated ahead of this clock stays young for so much longer.
void Recorder::explain_unfinished(const ReportFile& file) {
    const std::string path = path_of(folder_->installation, file.name);
    log_.detail(fmt::format("left for the next run: {}", path));
    const std::int64_t dated_ms = file.stamp.state.mtime_ns / 1'000'000;
    if (dated_ms <= now_ms() + kClockDifferenceMs) return;
    warnings_.warn("dated ahead of this machine's clock",
                   fmt::format("{} is not whole yet, and is dated {}: this machine's clock says {}", path,
                               iso_of_ms(dated_ms), iso_of_ms(now_ms())));
}

void Recorder::count_report(const ParsedFile& file) {
    ++row_.files;
    if (record_report(file, pinning_->pins(file.report))) {
        ++counts_.stored;
        counts_.observations += static_cast<std::int64_t>(file.report.observations.size());
    } else {
        ++counts_.known;
    }
}

void Recorder::count_refusal(const ParsedFile& file) {
    ++row_.rejected;
    if (!record_refusal(folder_->installation, file)) {
        ++counts_.rejected_known;
        return;
    }
    const std::string reason(name_of(file.reject.reason));
    ++counts_.rejected;
    ++counts_.reasons[reason];
    warnings_.warn("rejected as " + reason,
                   fmt::format("rejected {}: {}: {}", path_of(folder_->installation, file.file.name), reason,
                               file.reject.detail));
}

void Recorder::count_unread(ParsedFile& file) {
    const auto& before = file.file.rejected_before;
    const bool is_given_up = before && before->reason == name_of(Reason::cannot_read);
    if (!file.may_pass &&
        (is_given_up || now_ms() - record_unread(folder_->installation, file) > kLongestFailureMs)) {
        file.outcome = Outcome::refused;
        file.reject.reason = Reason::cannot_read;
        count_refusal(file);
        return;
    }
    if (file.may_pass) static_cast<void>(record_unread(folder_->installation, file));
    ++counts_.unfinished;
    ++counts_.unread;
    ++row_.unfinished;
    warnings_.warn("cannot read a file now",
                   fmt::format("cannot read {}: {}; the installation's other reports wait for it",
                               path_of(folder_->installation, file.file.name), file.reject.detail));
}

}  // namespace tixdb::ingest
