// SPDX-License-Identifier: MIT
// A stand-in for tix-api on the loopback interface, over real sockets. It answers as the real one was seen to
// do, faults included, unless a test chooses another answer.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/installation.hpp"

namespace tixdb::test {

// A row of its table of reports. Figures as JSON: they come back exactly as they were sent.
struct StoredReport {
    model::InstallationKey installation;
    std::int64_t timestamp_s = 0;
    std::string up_usage;
    std::string up_quality;
    std::string down_usage;
    std::string down_quality;
    std::string ip;

    friend auto operator<=>(const StoredReport&, const StoredReport&) = default;
};

enum class Route { post_report, get_installation, get_reports, get_current_user, other };

struct ReceivedRequest {
    Route route = Route::other;
    std::string method;
    std::string target;  // path and query
    std::string body;
    std::string authorization;
    std::map<std::string, std::string> headers;
};

// How a report that was stored is told of.
enum class EchoForm {
    iso,          // as tix-api does
    unix_s,       // its time as a number
    unix_ms,      // likewise, in milliseconds
    created,      // 201
    gzip,         // compressed, unasked
    white_space,  // around the JSON
};

struct Answer {
    enum class Kind {
        normal,
        status,                // status, body, headers as given; nothing is stored
        store_and_answer,      // stored, and then status, body, headers as given
        lie,                   // answered as if it were stored
        hang,                  // accepted, never answered, not stored
        store_and_hang,        // stored at once, never answered
        hang_and_store_later,  // never answered; stored by store_late_reports()
        store_and_cut,         // stored, then end of file without an answer
        cut,                   // end of file after the request has been read
        cut_at_once,           // end of file before its body has been read
        cut_in_answer,         // stored, then end of file within the answer
    };
    Kind kind = Kind::normal;
    int status = 200;
    std::string body;
    std::string content_type;
    std::multimap<std::string, std::string> headers;
    std::chrono::milliseconds delay{0};  // before whatever it does
    EchoForm form = EchoForm::iso;       // with normal and lie

    static Answer normal(std::chrono::milliseconds delay = {}) {
        return {Kind::normal, 200, "", "", {}, delay, EchoForm::iso};
    }
    static Answer of(Kind kind) { return {kind, 200, "", "", {}, {}, EchoForm::iso}; }
    static Answer with_status(int status, std::string body = "",
                              std::multimap<std::string, std::string> headers = {}) {
        return {Kind::status,       status, std::move(body), "text/html; charset=utf-8",
                std::move(headers), {},     EchoForm::iso};
    }
    static Answer json(int status, std::string body) {
        return {Kind::status, status, std::move(body), "application/json; charset=utf-8",
                {},           {},     EchoForm::iso};
    }
    static Answer unauthorized_text();
    static Answer unauthorized_json();
    static Answer lookup_failed(const std::string& error);  // 500 Could not calculate ipToAs: Error: …
};

// How the stand-in speaks TLS: with this certificate (tests/support/certificates.hpp), or in a version that
// is too old.
struct TlsSettings {
    std::filesystem::path certificate_file;
    std::filesystem::path key_file;
    bool is_too_old = false;  // TLS 1.1 at most
};

// Knows every user and installation until it forgets them. Thread rule: all methods may be called from any
// thread.
class FakeTixApi {
  public:
    static constexpr const char* kUser = "publisher";
    static constexpr const char* kPassword = "sEcret-päss";

    // before_first_request: what is to be in force when it is first asked.
    explicit FakeTixApi(int port = 0, std::string user = kUser, std::string password = kPassword,
                        const std::optional<TlsSettings>& tls = std::nullopt,
                        const std::function<void(FakeTixApi&)>& before_first_request = nullptr);
    ~FakeTixApi();
    FakeTixApi(const FakeTixApi&) = delete;
    FakeTixApi& operator=(const FakeTixApi&) = delete;

    [[nodiscard]] int port() const;
    // From now on nobody listens there.
    void stop();
    // What tells tixdb to publish to it: host, port, user and password.
    [[nodiscard]] std::map<std::string, std::string> environment() const;

    // For the next request of a route that has no answer waiting yet; each call adds one.
    void answer_next(Route route, Answer answer);
    // Whenever no other answer waits.
    void answer_always(Route route, Answer answer);
    // Goes before both; nothing: as if it were not there.
    void choose_answers(std::function<std::optional<Answer>(const ReceivedRequest&)> chooser);

    // From now on: 404 to a pre-flight, no answer to a POST, as the real one.
    void forget(const model::InstallationKey& installation);
    void remember(const model::InstallationKey& installation);
    // What the reports' times are shown as: the server's zone is not what it was, or has no such hour.
    void show_times_as(std::function<std::int64_t(std::int64_t)> shown_s);
    void store(const StoredReport& report);
    // Stores what hang_and_store_later kept. Returns how many.
    std::size_t store_late_reports();
    // Called with each stored report, in the order in which they are stored.
    void on_stored(std::function<void(const StoredReport&)> listener);

    [[nodiscard]] std::vector<StoredReport> reports() const;
    [[nodiscard]] std::vector<ReceivedRequest> requests() const;
    [[nodiscard]] std::size_t count(Route route) const;
    // How many requests of this route were being answered at the same time, at most.
    [[nodiscard]] int most_at_once(Route route) const;
    // Waits until so many requests of the route have come; false if they have not within the time.
    bool wait_for(Route route, std::size_t requests,
                  std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;

  private:
    class Server;
    std::string user_;
    std::string password_;
    std::unique_ptr<Server> server_;
};

}  // namespace tixdb::test
