// SPDX-License-Identifier: MIT
// Which addresses of an API are taken, and what is said of the others.
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "publish/api_requests.hpp"

namespace tixdb::publish::api_address {
namespace {

ApiAddress address(const std::string& host, int port = 0, const std::string& path = "") {
    ApiAddress made;
    made.host = host;
    made.port = port;
    made.path = path;
    made.use_tls = false;
    return made;
}

// "what: hint" of the error, "" if the address is taken.
std::string refusal_of(const ApiAddress& address) {
    try {
        check_address(address);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::configuration);
        return std::string(error.what()) + ": " + error.hint();
    }
    return "";
}

TEST(ApiAddressCheck, TakesNamesAddressesAndPathsAsTheyAreWritten) {
    for (const char* host : {"tix.example", "TIX-9_z.example.", "AZaz09", "10.0.0.1", "::1", "2001:db8::9"})
        EXPECT_EQ(refusal_of(address(host)), "") << host;
    for (const int port : {0, 1, 65'535}) EXPECT_EQ(refusal_of(address("tix.example", port)), "") << port;
    for (const char* path : {"", "/api", "/a/b~c/%20+x,y@z"})
        EXPECT_EQ(refusal_of(address("tix.example", 80, path)), "") << path;
    EXPECT_EQ(refusal_of(address(std::string(253, 'a'))), "");
    EXPECT_EQ(refusal_of(address("a", 0, "/" + std::string(255, 'a'))), "");
}

TEST(ApiAddressCheck, HostsThatAreNoNamesAreRefused) {
    for (const std::string& host :
         {std::string(), std::string(254, 'a'), std::string(".tix"), std::string("a..b"), std::string("a b"),
          std::string("a:"), std::string("a{"), std::string("a["), std::string("a`"), std::string("a/b"),
          std::string(":80"), std::string("a:b"), std::string("a:0"), std::string("a:65536"),
          std::string(":::")}) {
        EXPECT_EQ(refusal_of(address(host)), "\"" + host +
                                                 "\" is not a host name or address: give --api-host the name "
                                                 "alone, without http:// or a path");
    }
}

TEST(ApiAddressCheck, PortWithinTheHostIsNamed) {
    EXPECT_EQ(refusal_of(address("tix.example:8080")),
              "\"tix.example:8080\" is not a host name or address: give the port with --api-port 8080");
    for (const std::string port : {"1", "65535"})
        EXPECT_EQ(refusal_of(address("a:" + port)),
                  "\"a:" + port + "\" is not a host name or address: give the port with --api-port " + port);
}

TEST(ApiAddressCheck, CredentialsInTheHostAreNotShown) {
    const std::string refusal = refusal_of(address("admin:secret@tix.example"));
    EXPECT_EQ(refusal.find("the API's host holds a user or a password: "), 0U) << refusal;
    EXPECT_EQ(refusal.find("secret@"), std::string::npos);
}

TEST(ApiAddressCheck, PortsAndPathsThatAreNoneAreRefused) {
    for (const int port : {-1, 65'536}) {
        EXPECT_EQ(refusal_of(address("a", port)),
                  std::to_string(port) + " is not a port: give --api-port a number from 1 to 65535");
    }
    for (const std::string& path : {std::string("api"), std::string("/api/"), std::string("/"),
                                    "/" + std::string(256, 'a'), std::string("/a b"), std::string("/a?b"),
                                    std::string("/a#b"), std::string("/a:b"), std::string("/a|b")}) {
        EXPECT_EQ(refusal_of(address("a", 0, path)), "\"" + path +
                                                         "\" is not the path of an API: give --api-path a "
                                                         "path such as /api, without a slash at its end");
    }
}

TEST(ApiAddressText, ShowsAnIpv6AddressInBracketsAndOnlyAPortThatIsGiven) {
    EXPECT_EQ(address("tix.example").base_url(), "http://tix.example");
    EXPECT_EQ(address("::1", 8080, "/api").base_url(), "http://[::1]:8080/api");
    ApiAddress tls = address("tix.example", 8443);
    tls.use_tls = true;
    EXPECT_EQ(tls.base_url(), "https://tix.example:8443");
}

// A server is known again by its port, given or not.
TEST(ApiAddressText, ServerIsNamedWithThePortThatIsMeant) {
    ApiAddress tls = address("tix.example");
    tls.use_tls = true;
    EXPECT_EQ(tls.server_key().port, 443);
    EXPECT_EQ(address("tix.example").server_key().port, 80);
    EXPECT_EQ(address("tix.example", 8080).server_key().port, 8080);
    EXPECT_EQ(tls.server_key().scheme, "https");
}

// What one of them asks for is not asked by the other.
TEST(ApiAddressText, TwoApisOfOneHostAreTwoServers) {
    ApiAddress first = address("tix.example");
    ApiAddress second = address("tix.example");
    first.path = "/first/api";
    second.path = "/second/api";
    EXPECT_EQ(first.server_key().path, "/first/api");
    EXPECT_EQ(second.server_key().path, "/second/api");
    EXPECT_EQ(first.server_key().host, "tix.example");
}

TEST(Loopback, IsThisMachineUnderAnyOfItsNames) {
    for (const char* host : {"localhost", "LOCALHOST", "tix.LocalHost", "::1", "127.0.0.1", "127.8.9.10"})
        EXPECT_TRUE(is_loopback(host)) << host;
    for (const char* host :
         {"localhost.example", "notlocalhost", "128.0.0.1", "127.0.0.1.example", "::2", ""})
        EXPECT_FALSE(is_loopback(host)) << host;
}

}  // namespace
}  // namespace tixdb::publish::api_address
