// SPDX-License-Identifier: MIT

#include "maintenance/page_release.hpp"

#include "store/free_pages.hpp"

namespace tixdb::maintenance {
namespace {

// 1 MiB.
constexpr std::int64_t kPagesPerRelease = 256;

// A file is not cut short by a few pages to grow again.
bool is_worth_it(const store::FilePages& pages, FreePages what) {
    if (what == FreePages::none_stay) return pages.free > 0;
    return pages.free - (pages.all - pages.free) / 10 >= kPagesPerRelease;
}

}  // namespace

ReleasedPages release_free_pages(store::Database& database, FreePages what, const Pause& pause) {
    const store::FilePages before = store::file_pages(database);
    ReleasedPages released;
    for (store::FilePages now = before; is_worth_it(now, what);) {
        store::release_pages(database, kPagesPerRelease);
        const store::FilePages after = store::file_pages(database);
        if (after.all >= now.all) break;  // it was made without auto_vacuum
        now = after;
        released.bytes = (before.all - now.all) * now.page_bytes;
        if (pause()) continue;
        released.is_complete = false;
        break;
    }
    return released;
}

}  // namespace tixdb::maintenance
