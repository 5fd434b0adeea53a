// SPDX-License-Identifier: MIT
// What curl's and OpenSSL's words mean.
#include "publish/connection_fault.hpp"

#include <gtest/gtest.h>

namespace tixdb::publish::connection_fault {
namespace {

TEST(WithoutElapsed, TakesOnlyATimeOut) {
    EXPECT_EQ(without_elapsed("Operation timed out after 60001 milliseconds with 0 bytes received"),
              "Operation timed out with 0 bytes received");
    EXPECT_EQ(without_elapsed("Failed to connect to tix port 80 after 3 ms: Connection refused"),
              "Failed to connect to tix port 80: Connection refused");
    for (const char* text : {"Recv failure: Connection reset by peer", "closed after 12", "closed after 12 s",
                             "closed after a while"})
        EXPECT_EQ(without_elapsed(text), text);
}

TEST(FaultOfHandshake, IsOfConfigurationOnlyWhereTheServerSpoke) {
    for (const char* reason :
         {"error:0A00010B:SSL routines::wrong version number", "error:0A00009C:SSL routines::http request",
          "error:0A0000C6:SSL routines::packet length too long"})
        EXPECT_EQ(fault_of_handshake(reason), HttpFault::plain_http) << reason;
    for (const char* reason : {"error:0A000126:SSL routines::unexpected eof while reading",
                               "OpenSSL SSL_connect: Connection reset by peer", ""})
        EXPECT_EQ(fault_of_handshake(reason), HttpFault::none) << reason;
    EXPECT_EQ(fault_of_handshake("error:0A000410:SSL routines::sslv3 alert handshake failure"),
              HttpFault::tls);
}

TEST(NameIn, IsWhatStandsBehindTheLastColon) {
    EXPECT_EQ(name_in("Could not resolve host: tix.example"), "tix.example");
    EXPECT_EQ(name_in("Could not resolve proxy: here: proxy.example"), "proxy.example");
    EXPECT_EQ(name_in("tix.example"), "tix.example");
}

// RFC 6761, section 6.4.
TEST(FaultOfName, NamesThatNeverExistAreUnknownWhateverTheNameServiceSays) {
    for (const char* name : {"invalid", "tix.invalid", "tix.invalid."})
        EXPECT_EQ(fault_of_name(name), HttpFault::name_unknown) << name;
}

TEST(FaultOfName, NameThatIsFoundMeanwhileWillBeFoundLater) {
    EXPECT_EQ(fault_of_name("127.0.0.1"), HttpFault::name_not_resolved);
}

}  // namespace
}  // namespace tixdb::publish::connection_fault
