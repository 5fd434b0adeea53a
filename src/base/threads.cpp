// SPDX-License-Identifier: MIT

#include "base/threads.hpp"

#include <system_error>
#include <utility>

#include "base/error.hpp"

namespace tixdb {

unsigned threads_or_all_cores(std::int64_t wanted) {
    if (wanted > 0) return static_cast<unsigned>(wanted);
    const unsigned cores = std::thread::hardware_concurrency();
    return cores > 0 ? cores : 1;
}

std::thread start_thread(std::function<void()> work) {
    try {
        return std::thread(std::move(work));
    } catch (const std::system_error& error) {
        throw Error(ErrorKind::failed, std::string("cannot start another thread: ") + error.code().message(),
                    "work with fewer --threads, or raise the limit (ulimit -u, ulimit -v, TasksMax)");
    }
}

}  // namespace tixdb
