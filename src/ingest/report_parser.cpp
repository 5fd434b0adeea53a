// SPDX-License-Identifier: MIT

#include "ingest/report_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/time_text.hpp"
#include "ingest/message_codec.hpp"

namespace tixdb::ingest {
namespace {

std::int64_t floor_divided(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

std::int64_t mtime_ms(const ReportFile& file) {
    return floor_divided(file.stamp.state.mtime_ns, 1'000'000);
}

model::Digest digest_of(const std::string& bytes) {
    return sha256({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

// A report whose signature is yet to be checked.
struct Unverified {
    KeyCandidate candidate;
    Envelope envelope;
};

}  // namespace

KeyCandidate candidate_of(const model::Report& report) {
    return {report.observations.front().day_timestamp_s, report.message_digest, report.key_digest};
}

ReportParser::ReportParser(const ParseOptions& options, const Clock& clock)
    : options_(options), clock_(clock) {
    if (options_.verify_signatures) verifier_.emplace();
}

ParsedBatch ReportParser::parse(Batch batch) {
    ParsedBatch parsed;
    if (batch.is_scout) {
        parsed.candidate = find_candidate(batch);
    } else {
        parsed.files.reserve(batch.files.size());
        for (ReportFile& file : batch.files)
            parsed.files.push_back(parse_file(*batch.folder, std::move(file)));
        std::ranges::stable_sort(parsed.files, [](const ParsedFile& a, const ParsedFile& b) {
            const bool report = a.outcome == Outcome::report;
            if (!report || b.outcome != Outcome::report) return !report && b.outcome == Outcome::report;
            return candidate_of(a.report) < candidate_of(b.report);
        });
    }
    batch.files.clear();
    parsed.batch = std::move(batch);
    return parsed;
}

ParsedFile ReportParser::parse_file(const Folder& folder, ReportFile file) {
    ParsedFile parsed;
    parsed.file = std::move(file);
    switch (parsed.file.status) {
        case FileStatus::fresh:
            read_report(folder, parsed);
            break;
        case FileStatus::known:
            parsed.outcome = Outcome::known;
            break;
        case FileStatus::rejected_known:
            parsed.outcome = Outcome::rejected_known;
            break;
        case FileStatus::refused:
            parsed.outcome = Outcome::refused;
            parsed.reject = parsed.file.reject;
            break;
    }
    return parsed;
}

void ReportParser::read_report(const Folder& folder, ParsedFile& parsed) {
    switch (options_.read_file(folder.descriptor.get(), parsed.file, bytes_, parsed.reject)) {
        case ReadOutcome::gone:
            parsed.outcome = Outcome::gone;
            return;
        case ReadOutcome::changed:
            parsed.outcome = Outcome::unfinished;
            return;
        case ReadOutcome::refused:
            parsed.outcome = Outcome::refused;
            return;
        case ReadOutcome::failed:
            parsed.outcome = Outcome::unread;
            parsed.may_pass = false;
            return;
        case ReadOutcome::failed_short:
            parsed.outcome = Outcome::unread;
            return;
        case ReadOutcome::read:
            break;
    }
    const auto problem = decode(folder, parsed.file, parsed.report);
    if (!problem) {
        parsed.outcome = Outcome::report;
    } else if (problem->reason == Reason::not_json && is_young(parsed.file)) {
        parsed.outcome = Outcome::unfinished;
    } else {
        parsed.outcome = Outcome::refused;
        parsed.reject = *problem;
        parsed.content_digest = digest_of(bytes_);
    }
}

std::optional<Reject> ReportParser::decode(const Folder& folder, const ReportFile& file,
                                           model::Report& report) {
    auto decoded = decoder_.decode(bytes_, folder.installation);
    if (auto* problem = std::get_if<Reject>(&decoded)) return std::move(*problem);
    auto& envelope = std::get<Envelope>(decoded);
    if (verifier_) {
        if (auto problem = verifier_->check(envelope.report, envelope.message)) return problem;
        envelope.report.verified = true;
    }
    auto observations = decode_message(envelope.message, newest_s(file));
    if (auto* problem = std::get_if<Reject>(&observations)) {
        explain_by_date(file, *problem);
        return std::move(*problem);
    }
    report = std::move(envelope.report);
    report.observations = std::move(std::get<0>(observations));
    return std::nullopt;
}

// Checks no more signatures than it needs to: in time order, until one holds.
std::optional<KeyCandidate> ReportParser::find_candidate(const Batch& batch) {
    std::vector<Unverified> reports;
    Reject ignored;
    for (const ReportFile& file : batch.files) {
        if (options_.read_file(batch.folder->descriptor.get(), file, bytes_, ignored) != ReadOutcome::read)
            continue;
        auto decoded = decoder_.decode(bytes_, batch.folder->installation);
        auto* envelope = std::get_if<Envelope>(&decoded);
        if (envelope == nullptr) continue;
        if (std::holds_alternative<Reject>(decode_message(envelope->message, newest_s(file)))) continue;
        const KeyCandidate candidate{first_day_timestamp_s(envelope->message),
                                     envelope->report.message_digest, envelope->report.key_digest};
        reports.push_back({candidate, std::move(*envelope)});
    }
    std::ranges::sort(reports, {}, &Unverified::candidate);
    for (const Unverified& report : reports) {
        if (!verifier_->check(report.envelope.report, report.envelope.message)) return report.candidate;
    }
    return std::nullopt;
}

// "later than the file" is puzzling where it is the file's date that is wrong, or that of this machine.
void ReportParser::explain_by_date(const ReportFile& file, Reject& problem) const {
    if (problem.reason != Reason::future_clock) return;
    const std::int64_t file_ms = mtime_ms(file);
    problem.detail += fmt::format("; the file is dated {}", iso_of_ms(file_ms));
    if (file_ms < kOldestDayTimestampS * 1000) {
        problem.reason = Reason::file_date;
        return;
    }
    const std::int64_t ahead_ms = file_ms - clock_.now_ms();
    if (ahead_ms > options_.future_tolerance.count())
        problem.detail += fmt::format(", this machine's clock says {}", iso_of_ms(clock_.now_ms()));
}

bool ReportParser::is_young(const ReportFile& file) const {
    const std::int64_t age_ms = clock_.now_ms() - mtime_ms(file);
    return age_ms < options_.young.count() && -age_ms <= options_.future_tolerance.count();
}

std::int64_t ReportParser::newest_s(const ReportFile& file) const {
    return floor_divided(mtime_ms(file) + options_.future_tolerance.count(), 1000);
}

}  // namespace tixdb::ingest
