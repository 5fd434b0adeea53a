// SPDX-License-Identifier: MIT
// A locale with a decimal comma and grouped thousands, on machines that have none installed.
#pragma once

#include <locale>
#include <string>

#include "support/temporary_folder.hpp"

namespace tixdb::test {

// In force, for the C library and for C++ streams, as long as it lives. Compiled by the system's localedef
// from a definition of its own, so that it does not matter which locales are installed. For one thread at a
// time.
class CommaLocale {
  public:
    CommaLocale();
    ~CommaLocale();
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

    // False: localedef is missing or failed, and only C++ streams write commas.
    [[nodiscard]] bool is_complete() const { return is_complete_; }

  private:
    TemporaryFolder folder_;
    std::locale streams_before_;
    std::string c_before_;
    bool is_complete_ = false;
};

}  // namespace tixdb::test
