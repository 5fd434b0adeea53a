// SPDX-License-Identifier: MIT
// Makes report files of a client's observations: about one per minute, signed.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "simulate/probe_path.hpp"
#include "simulate/signer.hpp"
#include "simulate/sink.hpp"

namespace tixdb::simulate {

// What was made, by one client or by all.
struct Totals {
    std::int64_t installations = 0;
    std::int64_t reports = 0;       // different ones
    std::int64_t files = 0;         // copies of clients included
    std::int64_t observations = 0;  // in different reports
    std::int64_t probes = 0;        // sent; those without an answer are no observation
    std::int64_t bytes = 0;         // of all files

    Totals& operator+=(const Totals& other);
};

// Everything that it is made with must outlive it. Belongs to one thread.
class Reporter {
  public:
    Reporter(const Scenario& scenario, const Client& client, const WallClock& clock, Signer& signer,
             InstallationSink& sink);

    void add(const ProbePath::Answer& answer);
    // Sends what has been added, if anything: at now_ns (true unix time), or when its last answer has come if
    // that is later.
    void send(std::int64_t now_ns);

    [[nodiscard]] const Totals& totals() const { return totals_; }

  private:
    enum class Copy { condenser, client };

    void write(Copy copy, std::int64_t sent_ns, const std::string& message, const std::string& signature);
    [[nodiscard]] std::string file_name(Copy copy, std::int64_t sent_ns);
    [[nodiscard]] std::string address(Copy copy, std::int64_t sent_ns) const;

    const Scenario& scenario_;
    const Client& client_;
    const WallClock& clock_;
    Signer& signer_;
    InstallationSink& sink_;
    Random random_;
    std::vector<model::Observation> observations_;
    std::int64_t last_answer_ns_ = 0;
    std::unordered_set<std::int64_t> condenser_names_;
    std::unordered_set<std::int64_t> client_names_;
    Totals totals_;
};

}  // namespace tixdb::simulate
