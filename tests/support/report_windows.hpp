// SPDX-License-Identifier: MIT
// Reports and windows as rows, beside those of other clients, for tests of what is read of one client alone.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"
#include "support/report_inserter.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::test {

class ReportWindows : public testing::Test {
  protected:
    ReportWindows() {
        add_installation(own_);
        for (const auto& key : others_) add_installation(key);
    }

    [[nodiscard]] store::Database& database() { return temporary_.database(); }
    void execute(const std::string& sql) { database().execute(sql); }

    // Two probes, of this second and the next one, from another address three; process has looked at it.
    std::int64_t add_report(std::int64_t first_s, const model::InstallationKey& key = {1, 1},
                            const std::string& ip = "192.0.2.1") {
        const std::int64_t id = add_unprocessed(first_s, key, ip);
        execute(fmt::format("DELETE FROM unprocessed_report WHERE report_id = {}", id));
        return id;
    }
    std::int64_t add_unprocessed(std::int64_t first_s, const model::InstallationKey& key = {1, 1},
                                 const std::string& ip = "192.0.2.1") {
        return inserter_.insert(quiet_report(first_s, ip == "192.0.2.1" ? 2 : 3, ip, key));
    }
    std::int64_t add_late(std::int64_t first_s, const model::InstallationKey& key = {1, 1},
                          const std::string& ip = "192.0.2.1") {
        const std::int64_t id = add_report(first_s, key, ip);
        execute(
            fmt::format("INSERT INTO late_report (report_id, user_id, installation_id, found_ms) "
                        "VALUES ({}, {}, {}, 1)",
                        id, key.user_id, key.installation_id));
        return id;
    }
    // A current window of these reports, in their order, which ends with the last one's second probe; of the
    // session that begins with the first of them unless another one is given.
    std::int64_t add_window(const std::vector<std::int64_t>& reports, std::int64_t session_report_id = 0,
                            const model::InstallationKey& key = {1, 1}) {
        const std::int64_t first_s = place(reports.front()).first_observation_s;
        const std::int64_t last_s = place(reports.back()).first_observation_s;
        execute(fmt::format(
            "INSERT INTO window (user_id, installation_id, ip, session_report_id, first_report_id, "
            "last_report_id, first_report_s, last_report_s, first_probe_s, last_probe_s, reports, "
            "observations, distinct_observations, formed_ms) "
            "VALUES ({}, {}, '192.0.2.1', {}, {}, {}, {}, {}, {}, {}, {}, 2, 2, 0)",
            key.user_id, key.installation_id, session_report_id == 0 ? reports.front() : session_report_id,
            reports.front(), reports.back(), first_s, last_s, first_s, last_s + 1, reports.size()));
        const std::int64_t window_id = temporary_.number("SELECT max(window_id) FROM window");
        for (const std::int64_t report_id : reports) {
            execute(fmt::format("INSERT INTO window_report (window_id, report_id) VALUES ({}, {})", window_id,
                                report_id));
        }
        return window_id;
    }
    std::int64_t supersede(std::int64_t window_id) {
        execute(fmt::format("UPDATE window SET superseded_ms = 1 WHERE window_id = {}", window_id));
        return window_id;
    }
    [[nodiscard]] store::ReportPlace place(std::int64_t report_id) {
        store::Statement query(database(),
                               "SELECT first_observation_s, digest FROM report WHERE report_id = ?1");
        query.bind_all(report_id);
        EXPECT_TRUE(query.step());
        return store::place_at(query, 0);
    }

    const model::InstallationKey own_{1, 1};
    const std::vector<model::InstallationKey> others_ = {{1, 2}, {2, 1}};
    TemporaryDatabase temporary_;
    ReportInserter inserter_{temporary_.database()};

  private:
    void add_installation(const model::InstallationKey& key) {
        execute(
            fmt::format("INSERT OR IGNORE INTO installation (user_id, installation_id, first_seen_ms)"
                        " VALUES ({}, {}, 0)",
                        key.user_id, key.installation_id));
    }
};

}  // namespace tixdb::test
