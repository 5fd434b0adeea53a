// SPDX-License-Identifier: MIT
// Tables of networks, imported as `tixdb asn import` does.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "asn/importer.hpp"
#include "support/table_files.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::test {

// A database with a folder for tables; log keeps what was said.
struct AsnBench {
    TemporaryDatabase temporary;
    std::ostringstream said;
    Log log{said, Verbosity::verbose, LogFormat::text};
    std::int64_t now_ms = 1'600'000'000'000;

    [[nodiscard]] store::Database& database() { return temporary.database(); }

    std::filesystem::path table(const std::string& name, std::string_view content) {
        return write_file(temporary.folder(), name, content);
    }

    std::vector<asn::ImportedSnapshot> import(const asn::ImportOptions& options) {
        return asn::Importer(&database(), now_ms, log).import(options, run_id());
    }
    // One table, valid from a time.
    std::vector<asn::ImportedSnapshot> import(std::string_view content, std::int64_t valid_from_s) {
        asn::ImportOptions options;
        options.files = {table("table", content)};
        options.valid_from_s = valid_from_s;
        options.force = true;
        return import(options);
    }
    std::vector<asn::ImportedSnapshot> import_names(std::string_view content, std::int64_t valid_from_s) {
        asn::ImportOptions options;
        options.names = table("names", content);
        options.valid_from_s = valid_from_s;
        options.force = true;
        return import(options);
    }

    std::int64_t run_id() {
        database().execute("INSERT INTO run (command, version, started_ms) VALUES ('asn import', 'test', 0)");
        return database().handle().getLastInsertRowid();
    }
};

}  // namespace tixdb::test
