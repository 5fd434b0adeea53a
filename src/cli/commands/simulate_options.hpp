// SPDX-License-Identifier: MIT
// The options of `tixdb simulate`, and the scenario that they describe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "cli/commands/disturbance_options.hpp"
#include "cli/commands/traffic_options.hpp"
#include "cli/frame/options.hpp"
#include "simulate/scenario.hpp"

namespace tixdb::cli {

class SimulateOptions {
  public:
    void declare(OptionSet& options);

    // Without the plan, which lies in a file. Throws Error{usage} that names the option.
    [[nodiscard]] simulate::Scenario scenario(std::int64_t now_s) const;
    [[nodiscard]] const std::filesystem::path& output() const { return output_; }
    [[nodiscard]] const std::optional<std::string>& plan() const { return plan_; }
    [[nodiscard]] unsigned threads() const { return static_cast<unsigned>(threads_); }
    [[nodiscard]] bool force() const { return force_; }
    [[nodiscard]] bool dry_run() const { return dry_run_; }

  private:
    void declare_fleet(OptionSet& options);
    void declare_links(OptionSet& options);
    void declare_clocks(OptionSet& options);
    void declare_habits(OptionSet& options);
    void set_time(simulate::Scenario& scenario, std::int64_t now_s) const;
    void set_links(simulate::Scenario& scenario) const;
    void set_clocks(simulate::Scenario& scenario) const;
    void set_habits(simulate::Scenario& scenario) const;

    std::filesystem::path output_;
    bool force_ = false;
    bool dry_run_ = false;
    std::int64_t threads_ = 0;

    std::int64_t seed_ = 1;
    std::optional<std::string> from_;
    std::optional<std::string> to_;
    std::optional<std::string> duration_;
    std::int64_t installations_ = 1;
    std::int64_t first_user_ = 1;
    std::int64_t first_installation_ = 1;
    std::int64_t installations_per_user_ = 1;

    std::string up_utilisation_ = "0.2";
    std::string down_utilisation_ = "0.5";
    std::optional<std::string> plan_;
    bool vary_ = false;
    double up_rate_kbps_ = 500;
    double down_rate_kbps_ = 1500;
    std::string up_base_delay_ = "15ms";
    std::string down_base_delay_ = "15ms";
    double packet_bytes_ = 1500;
    std::int64_t burst_packets_ = 1;
    std::chrono::milliseconds buffer_{5000};
    std::string queue_ = "exact";
    std::string jitter_ = "0";
    std::string probe_spread_ = "1ms";
    double loss_ = 0;

    std::string clock_offset_ = "0";
    double clock_drift_ppm_ = 0;
    double server_clock_drift_ppm_ = 0;
    DisturbanceOptions disturbances_;
    TrafficOptions traffic_;
    bool vary_clocks_ = false;
    std::string client_utc_offset_ = "0";
    std::string server_utc_offset_ = "0";

    std::string first_ip_ = "198.18.0.1";
    std::chrono::milliseconds ip_change_every_{0};
    std::chrono::milliseconds gap_every_{0};
    std::chrono::milliseconds gap_length_{0};
    double saved_share_ = 0;
    double resent_share_ = 0;
};

}  // namespace tixdb::cli
