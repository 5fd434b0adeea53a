// SPDX-License-Identifier: MIT

#include "ingest/pipeline.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/byte_budget.hpp"
#include "base/signals.hpp"
#include "base/threads.hpp"

namespace tixdb::ingest {
namespace {

// Of files between the scan and the database. Decoding takes a few times as much for the moment that it
// lasts.
constexpr std::int64_t kBytesInFlight = 24LL * 1024 * 1024;
constexpr std::size_t kQueue = 1024;  // the budget is what bounds
constexpr std::chrono::milliseconds kStopCheck{200};

class Pipeline {
  public:
    Pipeline() : budget_(kBytesInFlight), todo_(kQueue), done_(kQueue) {}
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline() {
        stop();
        for (std::thread& thread : threads_) thread.join();
    }

    void start(const std::function<void(const BatchTaker&)>& scan, const ParseOptions& parse, int threads,
               const Clock& clock) {
        parsers_left_ = threads;
        // So that none that has started is lost where there is no memory for the next.
        threads_.reserve(static_cast<std::size_t>(threads) + 1);
        for (int i = 0; i < threads; ++i) {
            threads_.push_back(start_thread([this, &parse, &clock] {
                guard([&] { parse_batches(parse, clock); });
                if (--parsers_left_ == 0) done_.close();
            }));
        }
        threads_.push_back(start_thread([this, &scan] {
            guard([&] { scan([this](Batch batch) { return hand_out(std::move(batch)); }); });
            todo_.close();
        }));
    }

    // In sequence; returns at the end, when asked to stop, or when a thread failed.
    void take_all(const std::function<void(ParsedBatch)>& take) {
        std::map<std::uint64_t, ParsedBatch> waiting;
        std::uint64_t next = 0;
        while (stop_requested() == 0 && !stopped_) {
            // Asked before the look into the queue: a parser's last batch comes before its end.
            const bool all_parsed = parsers_left_ == 0;
            auto parsed = done_.pop_for(kStopCheck);
            if (!parsed && all_parsed) return;
            if (!parsed) continue;
            waiting.emplace(parsed->batch.sequence, std::move(*parsed));
            for (auto at = waiting.find(next); at != waiting.end(); at = waiting.find(++next)) {
                const std::int64_t cost = at->second.batch.budget_bytes;
                take(std::move(at->second));
                waiting.erase(at);
                budget_.release(cost);
                if (stop_requested() != 0) return;
            }
        }
    }

    void rethrow() {
        const std::lock_guard lock(mutex_);
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    bool hand_out(Batch batch) {
        if (stop_requested() != 0 || !budget_.acquire(batch.budget_bytes)) return false;
        batch.sequence = next_sequence_++;
        return todo_.push(std::move(batch));
    }

    void parse_batches(const ParseOptions& options, const Clock& clock) {
        ReportParser parser(options, clock);
        while (auto batch = todo_.pop()) {
            if (stopped_) return;
            if (!done_.push(parser.parse(std::move(*batch)))) return;
        }
    }

    template <typename Work>
    void guard(const Work& work) {
        try {
            work();
        } catch (...) {
            {
                const std::lock_guard lock(mutex_);
                if (!failure_) failure_ = std::current_exception();
            }
            stop();
        }
    }

    void stop() {
        stopped_ = true;
        budget_.close();
        todo_.close();
        done_.close();
    }

    ByteBudget budget_;
    BoundedQueue<Batch> todo_;
    BoundedQueue<ParsedBatch> done_;
    std::atomic<bool> stopped_ = false;
    std::atomic<int> parsers_left_ = 0;
    std::uint64_t next_sequence_ = 0;  // the scanning thread's
    std::mutex mutex_;
    std::exception_ptr failure_;
    std::vector<std::thread> threads_;
};

}  // namespace

void run_pipeline(const std::function<void(const BatchTaker&)>& scan, const ParseOptions& parse, int threads,
                  const Clock& clock, const std::function<void(ParsedBatch)>& take) {
    Pipeline pipeline;
    pipeline.start(scan, parse, threads, clock);
    pipeline.take_all(take);
    pipeline.rethrow();
}

}  // namespace tixdb::ingest
