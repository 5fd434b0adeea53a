// SPDX-License-Identifier: MIT
// Keeping secrets in memory only.
#pragma once

namespace tixdb {

// From now on the process leaves no core file, and no other process of its user may read its memory. For
// commands that hold the password of tix-api.
void forbid_core_dumps();

}  // namespace tixdb
