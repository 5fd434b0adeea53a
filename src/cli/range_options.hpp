// --from, --to, --user, --installation: which part of the data a command is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/context.hpp"
#include "cli/options.hpp"

namespace tixdb::cli {

class RangeOptions {
  public:
    // what: begins the descriptions, "windows that end" for example.
    void declare(OptionSet& options, const std::string& what);
    // Throws Error{usage}.
    void validate(const Context& context);

    // [from_s, to_s), each empty if not given; after validate().
    [[nodiscard]] std::optional<std::int64_t> from_s() const { return from_s_; }
    [[nodiscard]] std::optional<std::int64_t> to_s() const { return to_s_; }
    [[nodiscard]] std::optional<std::int64_t> user_id() const { return user_; }
    [[nodiscard]] std::optional<std::int64_t> installation_id() const { return installation_; }

  private:
    std::optional<std::string> from_;
    std::optional<std::string> to_;
    std::optional<std::int64_t> user_;
    std::optional<std::int64_t> installation_;
    std::optional<std::int64_t> from_s_;
    std::optional<std::int64_t> to_s_;
};

}  // namespace tixdb::cli
