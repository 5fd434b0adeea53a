// SPDX-License-Identifier: MIT
// --from, --to, --user, --installation: which part of the data a command is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/options.hpp"

namespace tixdb::cli {

class RangeOptions {
  public:
    // what: begins the descriptions, "windows that end" for example.
    void declare(OptionSet& options, const std::string& what);
    // Throws Error{usage}.
    void validate(const Context& context);

    // The range in the form that a store or a stage takes: Range has from_s and to_s, which keep their
    // defaults where nothing was given, and the optional user_id and installation_id. To be called after
    // validate().
    template <typename Range>
    [[nodiscard]] Range as() const {
        Range range;
        range.from_s = from_s_.value_or(range.from_s);
        range.to_s = to_s_.value_or(range.to_s);
        range.user_id = user_;
        range.installation_id = installation_;
        return range;
    }

  private:
    std::optional<std::string> from_;
    std::optional<std::string> to_;
    std::optional<std::int64_t> user_;
    std::optional<std::int64_t> installation_;
    std::optional<std::int64_t> from_s_;
    std::optional<std::int64_t> to_s_;
};

}  // namespace tixdb::cli
