// SPDX-License-Identifier: MIT
// Listening sockets for servers that are stranger than test::FakeTixApi.
#pragma once

#include <netinet/in.h>

namespace tixdb::test {

// Lets an IPv4 TCP socket listen on a free port of 127.0.0.1; the address says which. Throws
// std::runtime_error.
sockaddr_in listen_on_loopback(int listener, int backlog);

}  // namespace tixdb::test
