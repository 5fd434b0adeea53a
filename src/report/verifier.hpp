// SPDX-License-Identifier: MIT
// Computes stored results again and tells which do not come out as they are stored.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/progress_hook.hpp"
#include "report/explainer.hpp"
#include "store/database.hpp"
#include "store/invariant_reader.hpp"

namespace tixdb::report {

// Results of one method that could not be computed again for one reason.
struct NotRecomputed {
    std::int64_t count = 0;
    std::int64_t last_probe_s = 0;  // of the latest of their windows
};

struct Recomputation {
    std::int64_t results = 0;         // looked at, whether computed again or not
    std::int64_t not_recomputed = 0;  // of those: pruned, or of another version of the method
    std::map<std::pair<model::Method, std::string>, NotRecomputed> reasons;  // by method and why
    store::Violations violations;  // figures that are not reproduced to the last bit, one text per result
};

// Reads only. Thread rule: that of its connection.
class Verifier {
  public:
    explicit Verifier(store::Database& database) : explainer_(database) {}

    // results: those of one window together. hook gets how many results were looked at. Throws Interrupted
    // when the run is asked to stop. A result that is superseded meanwhile is left out.
    [[nodiscard]] Recomputation recompute(std::span<const store::CurrentResultKey> results,
                                          const ProgressHook& hook = {});

  private:
    void recompute_window(std::int64_t window_id, std::span<const model::Method> methods,
                          Recomputation& total);

    Explainer explainer_;
};

// count of them, drawn so that the same seed draws the same ones, in their order; all if there are no more.
[[nodiscard]] std::vector<store::CurrentResultKey> sample_of(std::vector<store::CurrentResultKey> results,
                                                             std::size_t count, std::uint64_t seed);

}  // namespace tixdb::report
