// SPDX-License-Identifier: MIT
// The targets for libFuzzer, one program for all: TIXDB_FUZZ_TARGET names the one that is run.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/targets.hpp"

namespace {

const tixdb::fuzz::Target& chosen_target() {
    const char* name = std::getenv("TIXDB_FUZZ_TARGET");
    const auto& all = tixdb::fuzz::kTargets;
    const auto* found = std::find_if(all.begin(), all.end(), [name](const tixdb::fuzz::Target& target) {
        return name != nullptr && target.name == name;
    });
    if (found == all.end()) {
        std::fputs("TIXDB_FUZZ_TARGET names none of the targets in tests/fuzz/targets.hpp\n", stderr);
        std::exit(2);
    }
    return *found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const tixdb::fuzz::Target& target = chosen_target();
    target.run({data, size});
    return 0;
}
