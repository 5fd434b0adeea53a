// SPDX-License-Identifier: MIT
// Copies the content of installations from one database into a new one: what `merge` and `split` are made of.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress_hook.hpp"
#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Rows of the most important tables.
struct ContentCounts {
    std::int64_t installations = 0;
    std::int64_t reports = 0;
    std::int64_t observations = 0;
    std::int64_t windows = 0;
    std::int64_t results = 0;
    std::int64_t outbox = 0;
    std::int64_t rejected = 0;
};

[[nodiscard]] ContentCounts count_content(Database& database);

// The first row that names one that is not there, as text; empty: there is none.
[[nodiscard]] std::string first_broken_reference(Database& database);

// Whoever has a row of any kind, in order; installation_id 0: a user's folder that could not be read.
[[nodiscard]] std::vector<model::InstallationKey> installations_with_rows(Database& database);

[[nodiscard]] std::map<model::InstallationKey, std::int64_t> reports_by_installation(Database& database);

// Fills a new database in a file that nobody else uses. Row ids are renumbered by adding to them what the
// sources before have used; content stays equal (store/content_digest.hpp). Thread rule: that of the
// database.
class ContentCopy {
  public:
    // target: an empty database of this program's schema. From now on it keeps no journal and checks no
    // foreign keys: a process that is killed leaves a file to be thrown away.
    explicit ContentCopy(Database& target);

    // Adds what the source has of these installations, and what is of the database itself: settings, runs,
    // tables of networks, tombstones, what is known of tix-api. The source is only read, as it was committed
    // when the copy began. hook gets the rows copied by this object. Throws Interrupted when the run is asked
    // to stop.
    void add(const std::filesystem::path& source, const std::vector<model::InstallationKey>& installations,
             const ProgressHook& hook = {});
    // Where the target is a part of one source: its tombstones' key becomes the target's, and public keys
    // that nobody of the part uses go.
    void make_part_of(const std::filesystem::path& source);
    // Leaves the target in one file, as others open it.
    void finish();

    [[nodiscard]] std::int64_t rows() const { return rows_; }

  private:
    // By which the numbers of the source at hand are raised, in the order of sql/copy/select_last_ids.
    static constexpr std::size_t kNumbers = 9;
    using Numbers = std::array<std::int64_t, kNumbers>;

    void attach(const std::filesystem::path& source);
    [[nodiscard]] Numbers last_numbers();
    void choose(const std::vector<model::InstallationKey>& installations);
    void copy_tables(std::int64_t last_report, const ProgressHook& hook);
    void copy_keys();
    void copy_networks();
    void run(std::string_view sql);
    void run_by_reports(std::string_view sql, std::int64_t last_report, const ProgressHook& hook);
    void bind_numbers(Statement& statement, std::string_view sql) const;

    Database& target_;
    Numbers offsets_{};
    std::int64_t rows_ = 0;
};

}  // namespace tixdb::store
