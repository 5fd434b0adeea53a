// SPDX-License-Identifier: MIT
// Keeps our credentials out of messages and the database if a server shows them in an answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tixdb::publish {

class SecretGuard {
  public:
    SecretGuard(const std::string& user, const std::string& password);

    // True if the text shows the credentials: an Authorization header, or the password or its base64, whole
    // or in pieces, as it is or escaped as in JSON, HTML or a URL.
    [[nodiscard]] bool shows_secret(std::string_view text) const;
    // What may be shown of the text, at most so many bytes of it.
    [[nodiscard]] std::string shown_of(std::string_view text, std::size_t limit_bytes) const;

  private:
    [[nodiscard]] bool shows_plainly(std::string_view text) const;

    std::vector<std::string> secrets_;  // none is shorter than what is found everywhere
};

}  // namespace tixdb::publish
