// SPDX-License-Identifier: MIT

#include "support/processing.hpp"

#include "store/run_store.hpp"
#include "support/fake_clock.hpp"

namespace tixdb::test {

std::int64_t begin_run(store::Database& database) {
    return store::RunStore(database).begin("process", "test", FakeClock().now_ms());
}

process::ProcessSummary process_all(store::Database& database, unsigned threads) {
    return process_all(database, process::stored_parameters(database, FakeClock().now_ms()), threads);
}

process::ProcessSummary process_all(store::Database& database, const process::Parameters& parameters,
                                    unsigned threads) {
    FakeClock clock;
    return process::Processor(database, begin_run(database), parameters, clock).run(threads);
}

}  // namespace tixdb::test
