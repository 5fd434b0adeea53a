// SPDX-License-Identifier: MIT

#include "simulate/reporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/base64.hpp"
#include "model/report_file.hpp"

namespace tixdb::simulate {
namespace {

constexpr std::int64_t kWrittenAfter_ns = 500'000'000;  // from the client's sending to the file's mtime
constexpr std::int64_t kResentAfter_ns = 60 * model::kNsPerS;
constexpr int kClientPort = 4501;
constexpr const char* kCondenser = "[0:0:0:0:0:0:0:0%0]:4500";  // how the condenser's server calls itself
constexpr const char* kServerName = "tix.example:4500";         // how a client calls it

std::string dotted(std::uint32_t ip) {
    return fmt::format("{}.{}.{}.{}", ip >> 24U, (ip >> 16U) & 0xFFU, (ip >> 8U) & 0xFFU, ip & 0xFFU);
}

}  // namespace

Totals& Totals::operator+=(const Totals& other) {
    installations += other.installations;
    reports += other.reports;
    files += other.files;
    observations += other.observations;
    probes += other.probes;
    bytes += other.bytes;
    return *this;
}

Reporter::Reporter(const Scenario& scenario, const Client& client, const WallClock& clock, Signer& signer,
                   InstallationSink& sink)
    : scenario_(scenario),
      client_(client),
      clock_(clock),
      signer_(signer),
      sink_(sink),
      random_(scenario.seed, client.key.user_id, client.key.installation_id, Random::Purpose::reports) {}

void Reporter::add(const ProbePath::Answer& answer) {
    observations_.push_back(answer.observation);
    last_answer_ns_ = std::max(last_answer_ns_, answer.arrived_ns);
}

void Reporter::send(std::int64_t now_ns) {
    const bool is_saved = random_.chance(scenario_.saved_share);
    const bool is_resent = random_.chance(scenario_.resent_share);
    if (observations_.empty()) return;
    const std::int64_t sent_ns = std::max(now_ns, last_answer_ns_);
    const std::vector<std::uint8_t> bytes = model::message_of(observations_);
    // The condenser keeps the first file of a name; a clock that was set back makes a second one.
    const bool is_kept = is_saved || condenser_names_.insert(observations_.front().day_timestamp_s).second;
    if (is_kept) {
        const std::string message = base64_encoded(bytes);
        const std::string signature = base64_encoded(signer_.sign(bytes));
        write(is_saved ? Copy::client : Copy::condenser, sent_ns, message, signature);
        if (is_resent && !is_saved) write(Copy::client, sent_ns + kResentAfter_ns, message, signature);
        totals_.reports += 1;
        totals_.observations += static_cast<std::int64_t>(observations_.size());
    }
    observations_.clear();
    last_answer_ns_ = 0;
}

void Reporter::write(Copy copy, std::int64_t sent_ns, const std::string& message,
                     const std::string& signature) {
    ReportFile file{.key = client_.key,
                    .name = file_name(copy, sent_ns),
                    .content = model::report_file({.installation = client_.key,
                                                   .from = address(copy, sent_ns),
                                                   .to = copy == Copy::condenser ? kCondenser : kServerName,
                                                   .packet_ns = {clock_.ns_of_day(sent_ns), 0, 0, 0},
                                                   .public_key = signer_.public_key(),
                                                   .message = message,
                                                   .signature = signature}),
                    .mtime_ns = sent_ns + kWrittenAfter_ns,
                    .observations = static_cast<std::int64_t>(observations_.size())};
    totals_.files += 1;
    totals_.bytes += static_cast<std::int64_t>(file.content.size());
    sink_.write(std::move(file));
}

std::string Reporter::file_name(Copy copy, std::int64_t sent_ns) {
    if (copy == Copy::condenser)
        return fmt::format("tix-report-{}.json", observations_.front().day_timestamp_s);
    // A client's name is the millisecond of writing; one that is taken, the next that is free.
    std::int64_t name_ms = clock_.unix_ns(sent_ns) / 1'000'000;
    while (!client_names_.insert(name_ms).second) ++name_ms;
    return fmt::format("{}-tix-log.json", name_ms);
}

std::string Reporter::address(Copy copy, std::int64_t sent_ns) const {
    if (copy == Copy::client) {
        return fmt::format("192.168.{}.{}:{}", client_.ordinal / 250 % 250 + 1, client_.ordinal % 250 + 2,
                           kClientPort);
    }
    std::int64_t changes = 0;
    std::int64_t addresses = 1;  // that each client needs
    if (scenario_.ip_change_every_s > 0) {
        changes = (sent_ns / model::kNsPerS - scenario_.from_s) / scenario_.ip_change_every_s;
        addresses = (scenario_.to_s - scenario_.from_s) / scenario_.ip_change_every_s + 1;
    }
    const auto ip = scenario_.first_ip + static_cast<std::uint32_t>(client_.ordinal * addresses + changes);
    return fmt::format("{}:{}", dotted(ip), kClientPort);
}

}  // namespace tixdb::simulate
