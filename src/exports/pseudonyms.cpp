// SPDX-License-Identifier: MIT

#include "exports/pseudonyms.hpp"

#include "base/digest.hpp"
#include "base/keyed_digest.hpp"
#include "base/parse_number.hpp"
#include "model/address.hpp"

namespace tixdb::exports {
namespace {

constexpr std::size_t kDigits = 16;
constexpr int kNetworkBitsV4 = 24;
constexpr int kNetworkBitsV6 = 48;

// The first folder of a path; the rest stays in `path`.
std::string_view take_folder(std::string_view& path) {
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view folder = path.substr(0, slash);
    path.remove_prefix(slash + 1);
    return folder;
}

}  // namespace

std::string Pseudonyms::digest(const std::string& text) const {
    return hex(keyed_digest(key_, text)).substr(0, kDigits);
}

std::string_view Pseudonyms::user(std::int64_t user_id) {
    if (last_user_ != user_id) {
        user_digest_ = digest("user " + std::to_string(user_id));
        last_user_ = user_id;
    }
    return user_digest_;
}

std::string_view Pseudonyms::installation(const model::InstallationKey& installation) {
    if (last_installation_ != installation) {
        installation_digest_ = digest("installation " + installation.text());
        last_installation_ = installation;
    }
    return installation_digest_;
}

std::string Pseudonyms::path(std::string_view path) {
    const auto user_id = parse_number<std::int64_t>(take_folder(path));
    const auto installation_id = parse_number<std::int64_t>(take_folder(path));
    std::string shown;
    if (user_id) shown += std::string(user(*user_id)) + "/";
    if (user_id && installation_id) shown += std::string(installation({*user_id, *installation_id})) + "/";
    if (!path.empty()) shown += digest("name " + std::string(path));
    return shown;
}

std::string Pseudonyms::network(std::string_view address) {
    const auto parsed = model::Address::parse(address);
    if (!parsed) return {};
    const int bits = parsed->family() == model::AddressFamily::v4 ? kNetworkBitsV4 : kNetworkBitsV6;
    return model::Prefix{parsed->masked(bits), bits}.text();
}

}  // namespace tixdb::exports
