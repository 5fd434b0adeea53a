// SPDX-License-Identifier: MIT
// Whether stored sketches can be those of their windows.
#pragma once

#include "store/invariant_reader.hpp"

namespace tixdb::report {

// Of current results: a sketch holds as many probes as its window has kept, and its upper quartile lies in
// the bin of the ceil(3 N / 4)-th. Reads only.
[[nodiscard]] store::Violations sketch_violations(store::InvariantReader& reader);

}  // namespace tixdb::report
