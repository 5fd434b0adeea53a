// SPDX-License-Identifier: MIT
// The script by which a bundle is checked where there is no tixdb.
#pragma once

#include <string_view>

namespace tixdb::exports {

// For a POSIX shell, with openssl and coreutils alone.
[[nodiscard]] std::string_view verify_script();

}  // namespace tixdb::exports
