// SPDX-License-Identifier: MIT
// The page of a bundle that everybody can read.
#pragma once

#include <string>
#include <vector>

#include "exports/bundle.hpp"
#include "store/export_reader.hpp"

namespace tixdb::exports {

// HTML, without script, that opens from the disk and prints. keys: digests of the public keys.
[[nodiscard]] std::string bundle_page(store::Database& database, const BundleRequest& request,
                                      const store::ExportRange& range, const BundleSummary& summary,
                                      const std::vector<std::string>& keys);

}  // namespace tixdb::exports
