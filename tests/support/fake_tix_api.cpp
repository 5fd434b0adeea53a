// SPDX-License-Identifier: MIT

#include "support/fake_tix_api.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>
#include <thread>

#include "base/base64.hpp"
#include "base/time_text.hpp"

namespace tixdb::test {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;

constexpr std::size_t kThreads = 24;
constexpr std::size_t kLongestBody = 102'400;
constexpr std::int64_t kDayS = 86'400;
constexpr std::int64_t kFirstImpossibleS = 253'402'300'800;  // the year 10000: milliseconds look like that

std::string iso_ms_of_s(std::int64_t unix_s) {
    std::string text = iso_of_s(unix_s);
    text.pop_back();
    return text + ".000Z";
}

std::string html_of(std::string_view title) {
    return fmt::format("<!DOCTYPE html>\n<html><body><pre>{}</pre></body></html>\n", title);
}

Answer html(int status, std::string_view title) {
    return Answer::with_status(status, html_of(title));
}

// The real one's AS table, in short.
std::optional<std::string> lookup_error_of(const Json& body) {
    const auto ip = body.find("ip");
    if (ip == body.end() || !ip->is_string() || ip->get<std::string>().empty() ||
        ip->get<std::string>().find(':') != std::string::npos) {
        return "ValueError: need more than 1 value to unpack";
    }
    const auto text = ip->get<std::string>();
    if (text.starts_with("100.64.") || text.starts_with("169.254.")) {
        return "ValueError: need more than 1 value to unpack";
    }
    if (text.starts_with("198.51.100.")) {
        return "UnboundLocalError: local variable 'nic' referenced before assignment";
    }
    return std::nullopt;
}

// The descriptor of this process whose connection comes from remote_port, or -1.
int descriptor_of(int remote_port, int own_port) {
    constexpr int kHighest = 1024;
    const auto port_of = [](const sockaddr_in& address) { return static_cast<int>(ntohs(address.sin_port)); };
    for (int descriptor = 3; descriptor < kHighest; ++descriptor) {
        sockaddr_in peer = {};
        sockaddr_in own = {};
        socklen_t peer_size = sizeof(peer);
        socklen_t own_size = sizeof(own);
        if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &peer_size) == 0 &&
            getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &own_size) == 0 &&
            port_of(peer) == remote_port && port_of(own) == own_port) {
            return descriptor;
        }
    }
    return -1;
}

}  // namespace

Answer Answer::unauthorized_text() {
    Answer answer = with_status(401, "Unauthorized", {{"WWW-Authenticate", "Basic realm=\"Users\""}});
    answer.content_type.clear();
    return answer;
}

Answer Answer::unauthorized_json() {
    return json(401, R"({"reason":"The user cannot perform that operation"})");
}

Answer Answer::lookup_failed(const std::string& error) {
    return with_status(500, "Could not calculate ipToAs: Error: " + error);
}

class FakeTixApi::Server {
  public:
    Server(int port, const std::string& user, const std::string& password,
           const std::optional<TlsSettings>& tls);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    mutable std::mutex mutex;
    mutable std::condition_variable changed;
    int port = 0;
    std::map<Route, std::deque<Answer>> next_answers;
    std::map<Route, Answer> usual_answers;
    std::function<std::optional<Answer>(const ReceivedRequest&)> chooser;
    std::function<std::int64_t(std::int64_t)> shown_s;
    std::function<void(const StoredReport&)> listener;
    std::set<model::InstallationKey> forgotten;
    std::vector<StoredReport> reports;
    std::vector<StoredReport> late_reports;
    std::vector<ReceivedRequest> requests;
    std::map<Route, int> at_once;
    std::map<Route, int> most_at_once;

    void add(const StoredReport& report);  // with mutex held
    void listen();
    void stop();

  private:
    bool handle(const httplib::Request& request, httplib::Response& response);
    void answer(const ReceivedRequest& received, const Answer& chosen, const httplib::Request& request,
                httplib::Response& response);
    Answer choose(const ReceivedRequest& received);
    void normal(const ReceivedRequest& received, const Answer& chosen, const httplib::Request& request,
                httplib::Response& response);
    void post_report(const ReceivedRequest& received, const Answer& chosen, const httplib::Request& request,
                     httplib::Response& response);
    void get_installation(const ReceivedRequest& received, httplib::Response& response);
    void get_reports(const httplib::Request& request, httplib::Response& response);
    std::optional<StoredReport> report_of(const ReceivedRequest& received) const;
    void hang(const httplib::Request& request) const;
    void cut(const httplib::Request& request) const;
    void pause(milliseconds duration) const;

    std::string authorization_;
    std::unique_ptr<httplib::Server> http_;
    std::thread thread_;
    bool stopping_ = false;
};

namespace {

Route route_of(const std::string& method, const std::string& path) {
    static const std::regex kReports("/api/user/[^/]+/installation/[^/]+/reports/?");
    static const std::regex kInstallation("/api/user/[^/]+/installation/[^/]+/?");
    static const std::regex kList("/api/user/[^/]+/reports/?");
    if (method == "POST") return std::regex_match(path, kReports) ? Route::post_report : Route::other;
    if (method != "GET") return Route::other;
    if (path == "/api/user/current") return Route::get_current_user;
    if (std::regex_match(path, kList)) return Route::get_reports;
    return std::regex_match(path, kInstallation) ? Route::get_installation : Route::other;
}

model::InstallationKey key_in(const std::string& path) {
    static const std::regex kIds("/api/user/([0-9]+)(?:/installation/([0-9]+))?.*");
    std::smatch ids;
    if (!std::regex_match(path, ids, kIds)) return {};
    return {std::stoll(ids[1].str()), ids[2].matched ? std::stoll(ids[2].str()) : 0};
}

void write(httplib::Response& response, const Answer& answer) {
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) response.set_header(name, value);
    if (answer.content_type.empty())
        response.body = answer.body;
    else
        response.set_content(answer.body, answer.content_type);
}

}  // namespace

namespace {

std::unique_ptr<httplib::Server> new_server(const std::optional<TlsSettings>& tls) {
    if (!tls) return std::make_unique<httplib::Server>();
    return std::make_unique<httplib::SSLServer>([tls = *tls](SSL_CTX& context) {
        if (tls.is_too_old) {
            SSL_CTX_set_security_level(&context, 0);
            SSL_CTX_set_min_proto_version(&context, TLS1_1_VERSION);
            SSL_CTX_set_max_proto_version(&context, TLS1_1_VERSION);
        }
        return SSL_CTX_use_certificate_chain_file(&context, tls.certificate_file.c_str()) == 1 &&
               SSL_CTX_use_PrivateKey_file(&context, tls.key_file.c_str(), SSL_FILETYPE_PEM) == 1;
    });
}

std::string gzipped(const std::string& text) {
    std::string out;
    httplib::detail::gzip_compressor compressor;
    compressor.compress(text.data(), text.size(), true, [&out](const char* data, std::size_t size) {
        out.append(data, size);
        return true;
    });
    return out;
}

void write_echo(httplib::Response& response, Json echo, std::int64_t timestamp_s, EchoForm form) {
    if (form == EchoForm::unix_s) echo["timestamp"] = timestamp_s;
    if (form == EchoForm::unix_ms) echo["timestamp"] = timestamp_s * 1000;
    std::string body = echo.dump();
    if (form == EchoForm::white_space) body = "\r\n  " + body + " \n";
    Answer answer = Answer::json(form == EchoForm::created ? 201 : 200, body);
    if (form == EchoForm::gzip) {
        answer.body = gzipped(body);
        answer.headers.emplace("Content-Encoding", "gzip");
    }
    write(response, answer);
}

}  // namespace

FakeTixApi::Server::Server(int wanted_port, const std::string& user, const std::string& password,
                           const std::optional<TlsSettings>& tls)
    : http_(new_server(tls)) {
    const std::string pair = user + ":" + password;
    authorization_ =
        "Basic " + base64_encoded({reinterpret_cast<const std::uint8_t*>(pair.data()), pair.size()});
    http_->new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    http_->set_keep_alive_timeout(5);
    http_->set_keep_alive_max_count(10'000);
    http_->set_tcp_nodelay(true);
    http_->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        return handle(request, response) ? httplib::Server::HandlerResponse::Handled
                                         : httplib::Server::HandlerResponse::Unhandled;
    });
    const auto on_post = [this](const httplib::Request& request, httplib::Response& response) {
        handle(request, response);
    };
    http_->Post(".*", on_post);
    port = wanted_port == 0 ? http_->bind_to_any_port("127.0.0.1")
                            : (http_->bind_to_port("127.0.0.1", wanted_port) ? wanted_port : -1);
    if (port <= 0) throw std::runtime_error("the stand-in cannot listen on 127.0.0.1");
}

void FakeTixApi::Server::listen() {
    thread_ = std::thread([this] { http_->listen_after_bind(); });
    while (!http_->is_running()) std::this_thread::sleep_for(milliseconds(1));
}

FakeTixApi::Server::~Server() {
    stop();
}

void FakeTixApi::Server::stop() {
    {
        const std::lock_guard lock(mutex);
        stopping_ = true;
    }
    changed.notify_all();
    http_->stop();
    if (thread_.joinable()) thread_.join();
}

// Called twice for a POST: before its body has been read, and after. Returns true if it is done with.
bool FakeTixApi::Server::handle(const httplib::Request& request, httplib::Response& response) {
    const Route route = route_of(request.method, request.path);
    const bool is_before_body =
        request.method == "POST" && request.body.empty() && request.get_header_value("Content-Length") != "0";
    if (is_before_body) {
        const std::lock_guard lock(mutex);
        auto& waiting = next_answers[route];
        if (waiting.empty() || waiting.front().kind != Answer::Kind::cut_at_once) return false;
        waiting.pop_front();
        requests.push_back({route, request.method, request.target, "", "", {}});
        changed.notify_all();
        cut(request);
        return true;
    }
    ReceivedRequest received{
        route, request.method, request.target, request.body, request.get_header_value("Authorization"), {}};
    for (const auto& [name, value] : request.headers) received.headers.emplace(name, value);
    const Answer chosen = choose(received);
    answer(received, chosen, request, response);
    const std::lock_guard lock(mutex);
    --at_once[route];
    return true;
}

Answer FakeTixApi::Server::choose(const ReceivedRequest& received) {
    const std::lock_guard lock(mutex);
    requests.push_back(received);
    most_at_once[received.route] = std::max(most_at_once[received.route], ++at_once[received.route]);
    changed.notify_all();
    if (chooser) {
        if (auto chosen = chooser(received)) return *chosen;
    }
    if (auto& waiting = next_answers[received.route]; !waiting.empty()) {
        Answer first = waiting.front();
        waiting.pop_front();
        return first;
    }
    const auto usual = usual_answers.find(received.route);
    return usual == usual_answers.end() ? Answer::normal() : usual->second;
}

void FakeTixApi::Server::answer(const ReceivedRequest& received, const Answer& chosen,
                                const httplib::Request& request, httplib::Response& response) {
    pause(chosen.delay);
    const auto keep = [&](std::vector<StoredReport>* late) {
        const auto report = report_of(received);
        if (!report) return;
        const std::lock_guard lock(mutex);
        if (late != nullptr)
            late->push_back(*report);
        else
            add(*report);
    };
    switch (chosen.kind) {
        case Answer::Kind::normal:
        case Answer::Kind::lie:
            normal(received, chosen, request, response);
            return;
        case Answer::Kind::store_and_answer:
            keep(nullptr);
            [[fallthrough]];
        case Answer::Kind::status:
            write(response, chosen);
            return;
        case Answer::Kind::hang:
            hang(request);
            return;
        case Answer::Kind::store_and_hang:
            keep(nullptr);
            hang(request);
            return;
        case Answer::Kind::hang_and_store_later:
            keep(&late_reports);
            hang(request);
            return;
        case Answer::Kind::store_and_cut:
            keep(nullptr);
            cut(request);
            return;
        case Answer::Kind::cut:
        case Answer::Kind::cut_at_once:
            cut(request);
            return;
        case Answer::Kind::cut_in_answer:
            keep(nullptr);
            response.set_content_provider(1'000, "application/json",
                                          [](std::size_t, std::size_t, httplib::DataSink& sink) {
                                              sink.write("{\"timest", 9);
                                              return false;
                                          });
            return;
    }
}

void FakeTixApi::Server::normal(const ReceivedRequest& received, const Answer& chosen,
                                const httplib::Request& request, httplib::Response& response) {
    if (received.route == Route::other) {
        write(response, html(404, fmt::format("Cannot {} {}", received.method, request.path)));
        return;
    }
    if (received.route == Route::post_report) {
        post_report(received, chosen, request, response);
        return;
    }
    if (received.authorization != authorization_) {
        write(response, Answer::unauthorized_text());
        return;
    }
    if (received.route == Route::get_installation)
        get_installation(received, response);
    else if (received.route == Route::get_reports)
        get_reports(request, response);
    else
        write(response, Answer::json(200, R"({"username":"publisher","role":"admin","id":1,"enabled":1})"));
}

// In the order of the real one: size, character set and JSON are looked at before the credentials.
void FakeTixApi::Server::post_report(const ReceivedRequest& received, const Answer& chosen,
                                     const httplib::Request& request, httplib::Response& response) {
    const std::string content_type = request.get_header_value("Content-Type");
    const auto charset = content_type.find("charset=");
    Json body = Json::object();
    if (content_type.starts_with("application/json") && !request.body.empty()) {
        body = Json::parse(request.body, nullptr, false);
        if (body.is_array()) body = Json::object();  // has none of the fields either
    }
    if (request.body.size() > kLongestBody) {
        write(response, html(413, "PayloadTooLargeError: request entity too large"));
    } else if (charset != std::string::npos && !content_type.substr(charset + 8).starts_with("utf-")) {
        write(response, html(415, "UnsupportedMediaTypeError: unsupported charset"));
    } else if (!body.is_object()) {
        write(response, html(400, "SyntaxError: Unexpected token in JSON"));
    } else if (received.authorization != authorization_) {
        write(response, Answer::unauthorized_text());
    } else if (const auto error = lookup_error_of(body)) {
        write(response, Answer::lookup_failed(*error));
    } else if (const auto report = report_of(received)) {
        const std::lock_guard lock(mutex);
        if (chosen.kind != Answer::Kind::lie) add(*report);
        Json echo;
        for (const char* name : {"upUsage", "downUsage", "upQuality", "downQuality"}) {
            if (body.contains(name)) echo[name] = body[name];
        }
        echo["timestamp"] = iso_ms_of_s(report->timestamp_s);
        echo["location_id"] = std::to_string(report->installation.installation_id);
        echo["provider_id"] = 1;
        echo["user_id"] = std::to_string(report->installation.user_id);
        write_echo(response, echo, report->timestamp_s, chosen.form);
    } else {
        hang(request);
    }
}

// Nothing where the real one would fail in an unhandled rejection, and so never answer.
std::optional<StoredReport> FakeTixApi::Server::report_of(const ReceivedRequest& received) const {
    const Json body = Json::parse(received.body, nullptr, false);
    StoredReport report;
    report.installation = key_in(received.target);
    {
        const std::lock_guard lock(mutex);
        if (forgotten.contains(report.installation)) return std::nullopt;
    }
    if (!body.is_object() || !body.contains("timestamp") || !body["timestamp"].is_number_integer())
        return std::nullopt;
    report.timestamp_s = body["timestamp"].get<std::int64_t>();
    if (report.timestamp_s >= kFirstImpossibleS || report.installation.user_id == 0) return std::nullopt;
    const std::array<std::pair<const char*, std::string*>, 4> fields = {{
        {"upUsage", &report.up_usage},
        {"upQuality", &report.up_quality},
        {"downUsage", &report.down_usage},
        {"downQuality", &report.down_quality},
    }};
    for (const auto& [name, target] : fields) {
        const auto field = body.find(name);
        if (field != body.end() && !field->is_number() && !field->is_null()) return std::nullopt;
        *target = field == body.end() ? "null" : field->dump();
    }
    report.ip = body.value("ip", "");
    return report;
}

void FakeTixApi::Server::add(const StoredReport& report) {
    reports.push_back(report);
    if (listener) listener(report);
}

void FakeTixApi::Server::get_installation(const ReceivedRequest& received, httplib::Response& response) {
    const model::InstallationKey key = key_in(received.target);
    const std::lock_guard lock(mutex);
    if (key.installation_id == 0 || forgotten.contains(key)) {
        write(response, Answer::with_status(404, "Not Found"));
        return;
    }
    write(response,
          Answer::json(200, fmt::format(R"({{"id":{},"name":"home","publickey":"PK","providers":[]}})",
                                        key.installation_id)));
}

// In the order of insertion; the day after endDate at midnight is still in it.
void FakeTixApi::Server::get_reports(const httplib::Request& request, httplib::Response& response) {
    const std::int64_t user_id = key_in(request.path).user_id;
    const auto from_s = parse_time_s(request.get_param_value("startDate"), 0);
    const auto to_s = parse_time_s(request.get_param_value("endDate").substr(0, 10), 0);
    const std::string installation_id = request.get_param_value("installationId");
    const std::lock_guard lock(mutex);
    Json list = Json::array();
    for (const StoredReport& report : reports) {
        const std::int64_t time_s = shown_s ? shown_s(report.timestamp_s) : report.timestamp_s;
        if (report.installation.user_id != user_id || (from_s && time_s < *from_s) ||
            (to_s && time_s > *to_s + kDayS) ||
            (!installation_id.empty() &&
             std::to_string(report.installation.installation_id) != installation_id)) {
            continue;
        }
        list.push_back({{"upUsage", Json::parse(report.up_usage)},
                        {"downUsage", Json::parse(report.down_usage)},
                        {"upQuality", Json::parse(report.up_quality)},
                        {"downQuality", Json::parse(report.down_quality)},
                        {"timestamp", iso_ms_of_s(time_s)},
                        {"location_id", report.installation.installation_id},
                        {"provider_id", 1},
                        {"user_id", user_id}});
    }
    write(response, Answer::json(200, list.dump()));
}

// Until the client gives up, or the stand-in stops.
void FakeTixApi::Server::hang(const httplib::Request& request) const {
    const int descriptor = descriptor_of(request.remote_port, port);
    pollfd connection{descriptor, POLLRDHUP, 0};
    for (;;) {
        {
            std::unique_lock lock(mutex);
            if (changed.wait_for(lock, milliseconds(1), [this] { return stopping_; })) break;
        }
        if (descriptor < 0 || poll(&connection, 1, 20) != 0) break;
    }
    cut(request);
}

void FakeTixApi::Server::cut(const httplib::Request& request) const {
    const int descriptor = descriptor_of(request.remote_port, port);
    if (descriptor >= 0) shutdown(descriptor, SHUT_RDWR);
}

void FakeTixApi::Server::pause(milliseconds duration) const {
    if (duration.count() == 0) return;
    std::unique_lock lock(mutex);
    changed.wait_for(lock, duration, [this] { return stopping_; });
}

FakeTixApi::FakeTixApi(int port, std::string user, std::string password,
                       const std::optional<TlsSettings>& tls,
                       const std::function<void(FakeTixApi&)>& before_first_request)
    : user_(std::move(user)),
      password_(std::move(password)),
      server_(std::make_unique<Server>(port, user_, password_, tls)) {
    if (before_first_request) before_first_request(*this);
    server_->listen();
}

FakeTixApi::~FakeTixApi() = default;

void FakeTixApi::stop() {
    server_->stop();
}

int FakeTixApi::port() const {
    return server_->port;
}

std::map<std::string, std::string> FakeTixApi::environment() const {
    return {{"TIX_API_HOST", "127.0.0.1"},
            {"TIX_API_PORT", std::to_string(port())},
            {"TIX_API_USER", user_},
            {"TIX_API_PASSWORD", password_}};
}

void FakeTixApi::answer_next(Route route, Answer answer) {
    const std::lock_guard lock(server_->mutex);
    server_->next_answers[route].push_back(std::move(answer));
}

void FakeTixApi::answer_always(Route route, Answer answer) {
    const std::lock_guard lock(server_->mutex);
    server_->usual_answers[route] = std::move(answer);
}

void FakeTixApi::choose_answers(std::function<std::optional<Answer>(const ReceivedRequest&)> chooser) {
    const std::lock_guard lock(server_->mutex);
    server_->chooser = std::move(chooser);
}

void FakeTixApi::forget(const model::InstallationKey& installation) {
    const std::lock_guard lock(server_->mutex);
    server_->forgotten.insert(installation);
}

void FakeTixApi::remember(const model::InstallationKey& installation) {
    const std::lock_guard lock(server_->mutex);
    server_->forgotten.erase(installation);
}

void FakeTixApi::show_times_as(std::function<std::int64_t(std::int64_t)> shown_s) {
    const std::lock_guard lock(server_->mutex);
    server_->shown_s = std::move(shown_s);
}

void FakeTixApi::store(const StoredReport& report) {
    const std::lock_guard lock(server_->mutex);
    server_->add(report);
}

std::size_t FakeTixApi::store_late_reports() {
    const std::lock_guard lock(server_->mutex);
    const std::size_t count = server_->late_reports.size();
    for (const StoredReport& report : server_->late_reports) server_->add(report);
    server_->late_reports.clear();
    return count;
}

void FakeTixApi::on_stored(std::function<void(const StoredReport&)> listener) {
    const std::lock_guard lock(server_->mutex);
    server_->listener = std::move(listener);
}

std::vector<StoredReport> FakeTixApi::reports() const {
    const std::lock_guard lock(server_->mutex);
    return server_->reports;
}

std::vector<ReceivedRequest> FakeTixApi::requests() const {
    const std::lock_guard lock(server_->mutex);
    return server_->requests;
}

std::size_t FakeTixApi::count(Route route) const {
    const std::lock_guard lock(server_->mutex);
    const auto is_of_route = [route](const ReceivedRequest& request) { return request.route == route; };
    return static_cast<std::size_t>(
        std::count_if(server_->requests.begin(), server_->requests.end(), is_of_route));
}

int FakeTixApi::most_at_once(Route route) const {
    const std::lock_guard lock(server_->mutex);
    return server_->most_at_once[route];
}

bool FakeTixApi::wait_for(Route route, std::size_t requests, milliseconds timeout) const {
    std::unique_lock lock(server_->mutex);
    return server_->changed.wait_for(lock, timeout, [&] {
        const auto is_of_route = [route](const ReceivedRequest& request) { return request.route == route; };
        return static_cast<std::size_t>(std::count_if(server_->requests.begin(), server_->requests.end(),
                                                      is_of_route)) >= requests;
    });
}

}  // namespace tixdb::test
