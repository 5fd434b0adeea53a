// SPDX-License-Identifier: MIT

#include "cli/frame/context.hpp"

namespace tixdb::cli {
namespace {

bool decorate(const Context& context, bool is_terminal) {
    if (context.common.color == "always") return true;
    if (context.common.color == "never") return false;
    const auto no_color = context.world.environment.find("NO_COLOR");
    const bool refused = no_color != context.world.environment.end() && !no_color->second.empty();
    return is_terminal && !refused;
}

}  // namespace

Context Context::with_database(std::filesystem::path path) const {
    Context other = *this;
    other.common.database = std::move(path);
    return other;
}

bool Context::decorate_out() const {
    return decorate(*this, world.out_is_terminal);
}
bool Context::decorate_err() const {
    return decorate(*this, world.err_is_terminal);
}

}  // namespace tixdb::cli
