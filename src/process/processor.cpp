// SPDX-License-Identifier: MIT

#include "process/processor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "process/batch_queue.hpp"
#include "process/installation_worker.hpp"

namespace tixdb::process {
namespace {

// A transaction waits for the disk once; half of so much is collected for it, while workers make the other
// half, or what there is after so long.
constexpr std::size_t kQueuedWindows = 1024;
constexpr std::chrono::milliseconds kGroupTime(300);
constexpr std::int64_t kWorkerCacheBytes = 8LL * 1024 * 1024;

// Reports wait, and none of them can be taken: going on would never end.
Error no_progress(const model::InstallationKey& key) {
    return {ErrorKind::failed,
            fmt::format("the database is damaged: the new reports of user {}, installation {} cannot be read",
                        key.user_id, key.installation_id),
            "restore a backup (docs/operations.md)"};
}

}  // namespace

void ProcessSummary::add(const InstallationBatch& batch) {
    reports += static_cast<std::int64_t>(batch.processed_reports.size());
    windows += static_cast<std::int64_t>(batch.windows.size());
    pruned_windows += batch.pruned_windows;
    for (const ComputedWindow& window : batch.windows) {
        results += static_cast<std::int64_t>(window.results.size());
        queued += std::count_if(
            window.results.begin(), window.results.end(),
            [](const store::NewResult& result) { return result.decision == model::PublishDecision::queued; });
    }
    if (!batch.has_more) ++installations;
    add_late(batch.installation, batch.late);
}

void ProcessSummary::add_late(const model::InstallationKey& key, const std::vector<LateReport>& late) {
    for (const LateReport& report : late) {
        const bool is_first = late_reports == 0;
        late_from_s =
            is_first ? report.first_observation_s : std::min(late_from_s, report.first_observation_s);
        late_to_s =
            is_first ? report.first_observation_s + 1 : std::max(late_to_s, report.first_observation_s + 1);
        if (is_first) late_installation = key;
        if (late_installation != key) late_installation.reset();
        ++late_reports;
    }
}

// Every installation with new reports once.
class Processor::Pass {
  public:
    Pass(Processor& processor, unsigned threads) : processor_(processor), at_work_(threads) {}
    ~Pass();
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

    // Not in the constructor: where the system has no more threads, those that run are to be ended in order.
    // Throws Error{failed}.
    void start();
    // True if some installation has more than one batch takes.
    bool write_all(ProcessSummary& summary, const ProgressHook& progress);

  private:
    void work();
    void process_installations();
    std::optional<model::InstallationKey> take_installation(store::ReportReader& reader);

    Processor& processor_;
    BatchQueue queue_{kQueuedWindows};
    std::mutex mutex_;
    std::optional<model::InstallationKey> last_taken_ = model::InstallationKey{};  // none: all are taken
    unsigned at_work_;
    std::exception_ptr failure_;
    std::vector<std::thread> workers_;
};

void Processor::Pass::start() {
    const unsigned threads = at_work_;
    for (unsigned i = 0; i < threads; ++i) {
        try {
            workers_.emplace_back([this] { work(); });
        } catch (const std::system_error& error) {
            throw Error(
                ErrorKind::failed,
                fmt::format("cannot start thread {} of {}: {}", i + 1, threads, error.code().message()),
                "fewer of them: --threads");
        }
    }
}

Processor::Pass::~Pass() {
    queue_.close();
    for (std::thread& worker : workers_) worker.join();
}

void Processor::Pass::work() {
    std::exception_ptr failure;
    try {
        process_installations();
    } catch (const Interrupted&) {
        // What this worker had begun is done again by the next run; what others have computed is stored.
    } catch (...) {
        failure = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    if (failure && !failure_) failure_ = failure;
    if (failure || --at_work_ == 0) queue_.close();
}

void Processor::Pass::process_installations() {
    store::OpenOptions options;
    options.cache_bytes = kWorkerCacheBytes;
    options.ends_on_signal = false;
    store::Database database = store::Database::open_for_reading(processor_.database_.path(), options);
    store::ReportReader reader(database);
    InstallationWorker worker(database, processor_.parameters_);
    while (const auto key = take_installation(reader)) {
        if (stop_requested() != 0 || !queue_.push(worker.process(*key))) return;
    }
}

std::optional<model::InstallationKey> Processor::Pass::take_installation(store::ReportReader& reader) {
    const std::lock_guard lock(mutex_);
    if (!last_taken_) return std::nullopt;
    const auto next = reader.next_unprocessed(*last_taken_);
    if (next && !(*last_taken_ < *next)) throw no_progress(*next);
    last_taken_ = next;
    return last_taken_;
}

bool Processor::Pass::write_all(ProcessSummary& summary, const ProgressHook& progress) {
    bool has_more = false;
    for (auto group = queue_.take(kGroupTime); !group.empty(); group = queue_.take(kGroupTime)) {
        processor_.writer_.write(group, processor_.clock_.now_ms());
        for (const InstallationBatch& batch : group) {
            if (batch.has_more && batch.processed_reports.empty()) throw no_progress(batch.installation);
            summary.add(batch);
            has_more = has_more || batch.has_more;
        }
        if (progress) progress(summary.reports);
    }
    const std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
    return has_more && stop_requested() == 0;
}

Processor::Processor(store::Database& database, std::int64_t run_id, Parameters parameters, Clock& clock,
                     model::AddressLookup* networks)
    : database_(database),
      parameters_(std::move(parameters)),
      clock_(clock),
      writer_(database, run_id, networks) {}

ProcessSummary Processor::run(unsigned threads, const ProgressHook& progress) {
    ProcessSummary summary;
    bool has_more = true;
    while (has_more) {
        Pass pass(*this, std::max(1U, threads));
        pass.start();
        has_more = pass.write_all(summary, progress);
    }
    return summary;
}

ProcessSummary count_new_windows(store::Database& database) {
    const store::Snapshot snapshot(database);
    store::ReportReader reader(database);
    store::WindowedReportReader windowed(database);
    ProcessSummary summary;
    for (auto key = reader.next_unprocessed({}); key; key = reader.next_unprocessed(*key)) {
        throw_if_stopped();
        const WindowCount count = count_new_windows(reader, windowed, *key);
        ++summary.installations;
        summary.windows += count.windows;
        summary.pruned_windows += count.pruned_windows;
        summary.reports += count.reports;
        summary.add_late(*key, count.late);
    }
    return summary;
}

}  // namespace tixdb::process
