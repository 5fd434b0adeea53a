// SPDX-License-Identifier: MIT
// HTTP for the publisher: a few requests in flight, others that wait to follow them without a pause,
// and of each one end that is known exactly.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tixdb::publish {

enum class HttpEnd {
    answered,       // a whole answer, or as much of it as the limit allows
    not_connected,  // not one byte of the request was sent
    cut_off,        // bytes were sent, but no whole answer came: time-out, end of file, reset
};

// Why not one byte was sent, where it is not that nobody was there.
enum class HttpFault {
    none,
    certificate,        // not trusted, out of date, or of another name
    tls,                // no common version of TLS, or an alert
    plain_http,         // https was asked for, and the other side does not speak it
    ca_file,            // holds no certificates
    malformed_address,  // no URL can be made of it
    name_unknown,       // there is no such name
    name_not_resolved,  // the name service did not say
    proxy_credentials,  // the proxy wants a user and a password
};

struct HttpAnswer {
    HttpEnd end = HttpEnd::not_connected;
    HttpFault fault = HttpFault::none;  // with not_connected
    int status = 0;                     // with answered
    std::string body;                   // as it came, decoded: to be read, never to be shown
    std::string shown;          // the beginning of the body as messages may show it: without credentials
    bool is_truncated = false;  // the body is longer than the limit
    std::optional<std::chrono::seconds> retry_after;
    std::string error;  // why there is no answer
    std::string name;   // with the faults of names: which one
};

struct HttpRequest {
    bool is_post = false;  // else GET
    std::string url;
    std::string body;            // JSON, with POST
    bool wants_current = false;  // no answer of a cache on the way
    std::size_t answer_limit_bytes = 65'536;
    // Whether those that wait may begin after this answer without anybody having looked at it; none: they
    // may. Called in any thread.
    std::function<bool(const HttpAnswer&)> is_good;
};

struct HttpCompletion {
    std::uint64_t tag = 0;
    HttpAnswer answer;
    bool is_good = true;  // as the request's is_good says
};

// Thread rule: used by one thread.
class HttpClient {
  public:
    HttpClient() = default;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    virtual ~HttpClient() = default;  // cuts off what is in flight

    // Begins a request on a connection of its own; its completion will carry the tag. While as many are in
    // flight as may be at a time, or an answer that is not good has not been followed by take_back(), it
    // waits; so it does once the run is asked to stop (base/signals.hpp). Those that wait begin by
    // themselves, in the order of their start.
    virtual void start(std::uint64_t tag, const HttpRequest& request) = 0;
    // Those that wait are not to be begun: returns their tags, in their order. With it the caller has taken
    // account of every answer that wait() has returned.
    [[nodiscard]] virtual std::vector<std::uint64_t> take_back() = 0;
    // The next request that has ended; nothing if none did within the time, or none is in flight or will be.
    [[nodiscard]] virtual std::optional<HttpCompletion> wait(std::chrono::milliseconds timeout) = 0;
};

}  // namespace tixdb::publish
