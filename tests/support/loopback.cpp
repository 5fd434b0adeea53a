// SPDX-License-Identifier: MIT

#include "support/loopback.hpp"

#include <sys/socket.h>

#include <stdexcept>

namespace tixdb::test {

sockaddr_in listen_on_loopback(int listener, int backlog) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener, generic, size) != 0 || listen(listener, backlog) != 0 ||
        getsockname(listener, generic, &size) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    return address;
}

}  // namespace tixdb::test
