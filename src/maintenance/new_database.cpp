// SPDX-License-Identifier: MIT

#include "maintenance/new_database.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "maintenance/database_files.hpp"
#include "store/database_copy.hpp"
#include "store/identity_store.hpp"
#include "store/migrator.hpp"
#include "store/run_store.hpp"

namespace tixdb::maintenance {

NewDatabase::NewDatabase(const std::filesystem::path& target, const Making& making)
    : target_(target),
      making_(making),
      staged_(target),
      database_(store::Database::open_for_writing(staged_.path())) {
    store::migrate(*database_, making_.program_version, making_.now_ms);
    copy_.emplace(*database_);
}

void NewDatabase::add(const CopiedSource& source, const std::vector<model::InstallationKey>& installations,
                      const ProgressHook& hook) {
    copy_->add(source.path, installations, hook);
    expected_reports_ += reports_of(source, installations);
    rows_ = copy_->rows();
}

void NewDatabase::finish(const std::optional<model::Shard>& shard) {
    store::IdentityStore(*database_).set_shard(shard);
    store::RunStore runs(*database_);
    runs.finish(runs.begin(making_.command, making_.program_version, making_.now_ms), 0, 0, "{}");
    check_rows();
    copy_->finish();
    copy_.reset();
    database_.reset();
    require_whole(staged_.path(), store::CheckedFile::own_copy, target_,
                  "look at the disk, and at the databases that it is made of with `tixdb verify`");
}

void NewDatabase::check_rows() {
    const std::int64_t reports = store::count_content(*database_).reports;
    if (reports != expected_reports_) {
        throw Error(ErrorKind::failed,
                    fmt::format("{} would have {} reports, and there are {}", escaped(target_.string()),
                                reports, expected_reports_),
                    "something was written meanwhile: end what is at work there and try again");
    }
    const std::string broken = store::first_broken_reference(*database_);
    if (broken.empty()) return;
    throw Error(ErrorKind::failed,
                fmt::format("{} would not be whole: {}", escaped(target_.string()), broken),
                "`tixdb verify` finds the fault in the databases that it is made of");
}

}  // namespace tixdb::maintenance
