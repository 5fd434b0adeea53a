// SPDX-License-Identifier: MIT
// Where a simulation's files go.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "simulate/load.hpp"

namespace tixdb::simulate {

struct ReportFile {
    model::InstallationKey key;  // it belongs to <user>/<installation>/
    std::string name;            // tix-report-<t>.json, or <unix ms>-tix-log.json of a client's copy
    std::string content;
    std::int64_t mtime_ns = 0;  // unix ns, shortly after its last observation
    std::int64_t observations = 0;
};

// The real load of one installation's link, minute by minute; both directions have the same minutes.
struct Truth {
    model::InstallationKey key;
    std::vector<MinuteLoad> up;
    std::vector<MinuteLoad> down;
    std::vector<std::string> disturbances;  // of each of these minutes (disturbances.hpp)
};

// Takes the reports of one installation, in order of their observations, from one thread.
class InstallationSink {
  public:
    InstallationSink() = default;
    InstallationSink(const InstallationSink&) = delete;
    InstallationSink& operator=(const InstallationSink&) = delete;
    virtual ~InstallationSink() = default;

    virtual void write(ReportFile file) = 0;
};

class Sink {
  public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    // Called from several threads at once, once for each installation.
    [[nodiscard]] virtual std::unique_ptr<InstallationSink> open(const model::InstallationKey& key) = 0;
    // Called by one thread at a time, in order of the installations, when all reports of one are written.
    virtual void record(const Truth& truth) = 0;
};

}  // namespace tixdb::simulate
