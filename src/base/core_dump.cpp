// SPDX-License-Identifier: MIT

#include "base/core_dump.hpp"

#include <sys/prctl.h>

namespace tixdb {

void forbid_core_dumps() {
// The leak checker of AddressSanitizer looks at the process as a debugger does.
#if !defined(__SANITIZE_ADDRESS__)
    (void)prctl(PR_SET_DUMPABLE, 0);
#endif
}

}  // namespace tixdb
