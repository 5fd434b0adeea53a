// SPDX-License-Identifier: MIT

#include "simulate/load.hpp"

namespace tixdb::simulate {

Load load_in_equal_parts(const std::vector<double>& utilisations, std::int64_t duration_s) {
    Load load;
    const auto parts = static_cast<std::int64_t>(utilisations.size());
    for (std::int64_t i = 0; i < parts; ++i) {
        load.push_back({duration_s * i / parts, utilisations[static_cast<std::size_t>(i)]});
    }
    return load;
}

}  // namespace tixdb::simulate
