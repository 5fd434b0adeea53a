// SPDX-License-Identifier: MIT

#include "support/reprocessing.hpp"

#include "process/stored_settings.hpp"
#include "support/fake_clock.hpp"
#include "support/processing.hpp"

namespace tixdb::test {

std::vector<process::RangePlan> reprocess(store::Database& database, const ReprocessOptions& options) {
    process::ReprocessParameters parameters;
    parameters.parameters = process::read_parameters(database, FakeClock().now_ms());
    parameters.methods = options.methods;
    parameters.republish = options.republish;
    if (options.epsilon_down_ms > 0) {
        parameters.parameters.queueing.epsilon_down_ms = options.epsilon_down_ms;
    }
    process::Reprocessor reprocessor(database, options.range, parameters);
    if (options.dry_run) reprocessor.assume_written();
    process::PlanWriter writer(database, begin_run(database));
    std::vector<process::RangePlan> plans;
    while (auto plan = reprocessor.next()) {
        while (!options.dry_run && !writer.write(*plan, FakeClock().now_ms())) {
            plan = reprocessor.plan_again();
        }
        plans.push_back(std::move(*plan));
    }
    return plans;
}

}  // namespace tixdb::test
