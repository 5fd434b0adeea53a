// SPDX-License-Identifier: MIT
// Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tixdb::cli {

using MetricLabels = std::vector<std::pair<std::string_view, std::string>>;

// Samples follow the family that they belong to. No sample has a time: it is that of the scrape.
class PrometheusWriter {
  public:
    explicit PrometheusWriter(std::ostream& out) : out_(out) {}

    // Every one of ours is a gauge: what is counted here can become less when it is pruned.
    void gauge(std::string_view name, std::string_view help);
    void sample(double value, const MetricLabels& labels = {});
    // A family of one sample.
    void gauge(std::string_view name, std::string_view help, double value) {
        gauge(name, help);
        sample(value);
    }

  private:
    std::ostream& out_;
    std::string name_;
};

}  // namespace tixdb::cli
