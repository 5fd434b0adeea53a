// SPDX-License-Identifier: MIT

#include "publish/connection_fault.hpp"

#include <netdb.h>

namespace tixdb::publish {
namespace {

bool mentions(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// A name that ends so never exists (RFC 6761), whatever a name service says.
bool is_never_a_name(std::string_view name) {
    return name == "invalid" || name.ends_with(".invalid") || name.ends_with(".invalid.");
}

}  // namespace

std::string without_elapsed(std::string text) {
    constexpr std::string_view kAfter = " after ";
    const auto begin = text.find(kAfter);
    if (begin == std::string::npos) return text;
    const auto end = text.find_first_not_of("0123456789", begin + kAfter.size());
    if (end == std::string::npos) return text;
    for (const std::string_view unit : {" milliseconds", " ms"}) {
        if (text.compare(end, unit.size(), unit) == 0) return text.erase(begin, end + unit.size() - begin);
    }
    return text;
}

HttpFault fault_of_handshake(std::string_view reason) {
    if (mentions(reason, "wrong version number") || mentions(reason, "http request") ||
        mentions(reason, "packet length too long"))
        return HttpFault::plain_http;
    if (mentions(reason, "unexpected eof") || !mentions(reason, "error:")) return HttpFault::none;
    return HttpFault::tls;
}

std::string name_in(const std::string& reason) {
    const auto colon = reason.rfind(": ");
    return colon == std::string::npos ? reason : reason.substr(colon + 2);
}

HttpFault fault_of_name(const std::string& name) {
    if (is_never_a_name(name)) return HttpFault::name_unknown;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(name.c_str(), nullptr, nullptr, &found);
    if (code == 0) freeaddrinfo(found);
    const bool is_unknown = code == EAI_NONAME || code == EAI_NODATA || code == EAI_FAIL;
    return is_unknown ? HttpFault::name_unknown : HttpFault::name_not_resolved;
}

}  // namespace tixdb::publish
