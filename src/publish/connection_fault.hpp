// SPDX-License-Identifier: MIT
// What a text of curl or OpenSSL about a connection that was not made says: whose fault it is. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "publish/http_client.hpp"

namespace tixdb::publish {

// "Operation timed out after 60001 milliseconds with …", "Failed to connect to … after 3 ms: …": without the
// time, so that the same failure reads the same and a log can count it.
[[nodiscard]] std::string without_elapsed(std::string text);

// OpenSSL's own words are all that curl hands on. A reset or the end of the connection during the handshake
// is no fault of anybody's configuration.
[[nodiscard]] HttpFault fault_of_handshake(std::string_view reason);

// "Could not resolve host: name" -> "name"
[[nodiscard]] std::string name_in(const std::string& reason);

// Of a name that was not resolved. Asks the name service once more, and waits for it.
[[nodiscard]] HttpFault fault_of_name(const std::string& name);

}  // namespace tixdb::publish
