// SPDX-License-Identifier: MIT

#include "simulate/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/threads.hpp"
#include "simulate/client_run.hpp"
#include "simulate/keys.hpp"
#include "simulate/signer.hpp"

namespace tixdb::simulate {
namespace {

// The threads' common ground: hands out installations, and gives their truths to the sink in order.
class Fleet {
  public:
    Fleet(const Scenario& scenario, Sink& sink, const ProgressHook& progress)
        : scenario_(scenario), sink_(sink), progress_(progress) {}

    // What each thread does. Errors of any of them stop all.
    void work() noexcept {
        try {
            std::vector<Signer> signers;
            for (const auto key : simulation_keys()) signers.emplace_back(key);
            while (const auto ordinal = next()) {
                const Client client = client_of(scenario_, *ordinal);
                const auto keys = static_cast<std::int64_t>(signers.size());
                Signer& signer = signers[static_cast<std::size_t>(client.key.installation_id % keys)];
                const auto reports = sink_.open(client.key);
                finish(*ordinal, run_client(scenario_, client, signer, *reports));
            }
        } catch (...) {
            fail(std::current_exception());
        }
    }

    // When all threads have ended.
    Totals totals() const {
        if (error_) std::rethrow_exception(error_);
        return totals_;
    }

  private:
    std::optional<std::int64_t> next() {
        if (failed_) return std::nullopt;
        const std::int64_t ordinal = next_++;
        return ordinal < scenario_.installations ? std::optional(ordinal) : std::nullopt;
    }

    void finish(std::int64_t ordinal, ClientRun run) {
        const std::lock_guard lock(mutex_);
        totals_ += run.totals;
        waiting_.emplace(ordinal, std::move(run.truth));
        while (!waiting_.empty() && waiting_.begin()->first == recorded_) {
            sink_.record(waiting_.begin()->second);
            waiting_.erase(waiting_.begin());
            ++recorded_;
        }
        if (progress_) progress_(recorded_);
    }

    void fail(std::exception_ptr error) {
        const std::lock_guard lock(mutex_);
        if (!error_) error_ = std::move(error);
        failed_ = true;
    }

    const Scenario& scenario_;
    Sink& sink_;
    const ProgressHook& progress_;
    std::atomic<std::int64_t> next_{0};
    std::atomic<bool> failed_{false};
    std::mutex mutex_;  // of what follows
    std::map<std::int64_t, Truth> waiting_;
    std::int64_t recorded_ = 0;
    Totals totals_;
    std::exception_ptr error_;
};

class MemorySink final : public Sink {
  public:
    std::unique_ptr<InstallationSink> open(const model::InstallationKey& key) override {
        const std::lock_guard lock(mutex_);
        return std::make_unique<Files>(files_[key]);
    }
    void record(const Truth& truth) override { truth_.push_back(truth); }

    Simulated simulated(const Totals& totals) {
        Simulated all{.files = {}, .truth = std::move(truth_), .totals = totals};
        for (auto& [key, files] : files_) {
            std::move(files.begin(), files.end(), std::back_inserter(all.files));
        }
        return all;
    }

  private:
    class Files final : public InstallationSink {
      public:
        explicit Files(std::vector<ReportFile>& files) : files_(files) {}
        void write(ReportFile file) override { files_.push_back(std::move(file)); }

      private:
        std::vector<ReportFile>& files_;
    };

    std::mutex mutex_;
    std::map<model::InstallationKey, std::vector<ReportFile>> files_;  // its elements never move
    std::vector<Truth> truth_;
};

}  // namespace

Totals simulate(const Scenario& scenario, Sink& sink, unsigned threads, const ProgressHook& progress) {
    check(scenario);
    const std::int64_t count =
        std::clamp<std::int64_t>(threads_or_all_cores(threads), 1, scenario.installations);
    Fleet fleet(scenario, sink, progress);
    {
        std::vector<std::jthread> others;
        for (std::int64_t i = 1; i < count; ++i) others.emplace_back([&fleet] { fleet.work(); });
        fleet.work();
    }
    return fleet.totals();
}

Simulated simulate_in_memory(const Scenario& scenario, unsigned threads) {
    MemorySink sink;
    const Totals totals = simulate(scenario, sink, threads);
    return sink.simulated(totals);
}

}  // namespace tixdb::simulate
