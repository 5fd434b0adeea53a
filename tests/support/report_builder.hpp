// SPDX-License-Identifier: MIT
// Makes report files as the condenser writes them: valid and signed, or wrong in exactly one way.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/observation.hpp"

namespace tixdb::test {

// `count` short probes, one per second from first_s, with 20 ms up, 30 µs at the server and 10 ms down; the
// client's and the server's clock are right and in UTC.
[[nodiscard]] std::vector<model::Observation> steady_observations(std::int64_t first_s, int count);

// The message's bytes, before base64.
[[nodiscard]] std::vector<std::uint8_t> message_of(const std::vector<model::Observation>& observations);

// SHA1withRSA by test key 0, 1 or 2.
[[nodiscard]] std::vector<std::uint8_t> signature_of(std::span<const std::uint8_t> message, int key);
// Its public half: X.509 SubjectPublicKeyInfo, DER.
[[nodiscard]] std::vector<std::uint8_t> public_key_of(int key);

// Signing takes a millisecond: tests with thousands of reports sign few of them.
class ReportBuilder {
  public:
    explicit ReportBuilder(std::vector<model::Observation> observations);
    // steady_observations(first_s, count)
    ReportBuilder(std::int64_t first_s, int count) : ReportBuilder(steady_observations(first_s, count)) {}

    ReportBuilder& of(const model::InstallationKey& installation);  // 3/5 unless told
    ReportBuilder& from(const std::string& text);                   // "203.0.113.7:4500"
    ReportBuilder& to(const std::string& text);                     // "[::%0]:4500"
    ReportBuilder& key(int number);                                 // 0
    ReportBuilder& packet_ns(const std::array<std::int64_t, 4>& times);
    // In place of the observations' own bytes; signed like them.
    ReportBuilder& message(std::vector<std::uint8_t> bytes);
    // A field as it stands in the file: raw JSON, "\"text\"" for a text.
    ReportBuilder& field(const std::string& name, const std::string& json);
    ReportBuilder& without(const std::string& name);
    // Written once more at the end.
    ReportBuilder& again(const std::string& name, const std::string& json);

    [[nodiscard]] const model::InstallationKey& installation() const { return installation_; }
    [[nodiscard]] const std::vector<model::Observation>& observations() const { return observations_; }
    [[nodiscard]] std::string json() const;

    // <base>/<user>/<installation>/<name>, tix-report-<first>.json if no name is given, with the modification
    // time given or, by default, the last observation's. Makes the folders. Returns the path.
    std::filesystem::path write(const std::filesystem::path& base, const std::string& name = {},
                                std::optional<std::int64_t> mtime_s = {}) const;

  private:
    [[nodiscard]] std::map<std::string, std::string> fields() const;

    model::InstallationKey installation_{3, 5};
    std::vector<model::Observation> observations_;
    std::string from_ = "203.0.113.7:4500";
    std::string to_ = "[::%0]:4500";
    int key_ = 0;
    std::array<std::int64_t, 4> packet_ns_{1, 2, 3, 4};
    std::optional<std::vector<std::uint8_t>> message_;
    std::map<std::string, std::string> replaced_;
    std::vector<std::string> left_out_;
    std::vector<std::pair<std::string, std::string>> repeated_;
};

// Writes bytes to a file, its folders made, with that modification time.
void write_file(const std::filesystem::path& path, const std::string& bytes, std::int64_t mtime_s);
void set_mtime(const std::filesystem::path& path, std::int64_t mtime_s);

}  // namespace tixdb::test
