// SPDX-License-Identifier: MIT

#include "store/source_store.hpp"

#include "store/sql/source_file.hpp"
#include "store/sql/source_folder.hpp"

namespace tixdb::store {

SourceStore::SourceStore(Database& database)
    : select_folder_(database, sql::source_folder::select_folder),
      upsert_folder_(database, sql::source_folder::upsert_folder),
      select_files_(database, sql::source_file::select_files),
      upsert_file_(database, sql::source_file::upsert_file) {}

std::optional<SourceFolderRow> SourceStore::folder(const model::InstallationKey& installation) {
    select_folder_.bind_all(installation.user_id, installation.installation_id);
    std::optional<SourceFolderRow> row;
    if (select_folder_.step()) {
        row = SourceFolderRow{select_folder_.int64(0), select_folder_.int64(1), select_folder_.int64(2),
                              select_folder_.int64(3), select_folder_.int64(4), select_folder_.int64(5)};
    }
    select_folder_.reset();
    return row;
}

void SourceStore::remember_folder(const model::InstallationKey& installation, const SourceFolderRow& row) {
    upsert_folder_.bind_all(installation.user_id, installation.installation_id, row.device, row.inode,
                            row.mtime_ns, row.files, row.unfinished, row.rejected);
    upsert_folder_.execute();
}

void SourceStore::visit_files(const model::InstallationKey& installation, std::string_view first_name,
                              std::string_view last_name,
                              const std::function<void(std::string_view, const SourceFileState&)>& visit) {
    select_files_.bind_all(installation.user_id, installation.installation_id, first_name, last_name);
    while (select_files_.step()) {
        visit(select_files_.text_view(0),
              {select_files_.int64(1), select_files_.int64(2), select_files_.int64(3)});
    }
}

void SourceStore::remember_file(const model::InstallationKey& installation, std::string_view name,
                                const SourceFileState& state, std::int64_t report_id, bool known_before) {
    upsert_file_.bind_all(installation.user_id, installation.installation_id, name, state.size_bytes,
                          state.mtime_ns, state.inode, known_before ? "known" : "stored", report_id);
    upsert_file_.execute();
}

}  // namespace tixdb::store
