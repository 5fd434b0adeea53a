// SPDX-License-Identifier: MIT

#include "publish/curl_http_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <exception>
#include <list>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include "base/error.hpp"
#include "base/shortage.hpp"
#include "base/signals.hpp"
#include "publish/connection_fault.hpp"
#include "publish/secret_guard.hpp"

namespace tixdb::publish {
namespace {

constexpr std::size_t kShownBytes = 512;

struct EasyDeleter {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiDeleter {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct HeadersDeleter {
    void operator()(curl_slist* headers) const { curl_slist_free_all(headers); }
};

struct Transfer {
    std::uint64_t tag = 0;
    HttpRequest request;
    HttpAnswer answer;
    bool is_out_of_memory = false;  // while its answer came in
    std::unique_ptr<curl_slist, HeadersDeleter> headers;
    std::array<char, CURL_ERROR_SIZE> error{};
    std::unique_ptr<CURL, EasyDeleter> easy;  // last: gone before what it points to
};

extern "C" std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user_data) {
    auto& transfer = *static_cast<Transfer*>(user_data);
    const std::size_t length = size * count;
    const std::size_t room = transfer.request.answer_limit_bytes - transfer.answer.body.size();
    constexpr std::size_t kEndsTransfer = 0;
    // No exception may go through curl, which is C and would be left in the middle of its work.
    try {
        transfer.answer.body.append(data, std::min(length, room));
    } catch (const std::bad_alloc&) {
        transfer.is_out_of_memory = true;
        return kEndsTransfer;
    }
    if (length <= room) return length;
    transfer.answer.is_truncated = true;
    return kEndsTransfer;
}

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(easy, option, value);
    if (code != CURLE_OK) {
        throw Error(ErrorKind::failed, fmt::format("curl: {}", curl_easy_strerror(code)));
    }
}

template <typename Value>
Value info(CURL* easy, CURLINFO what) {
    Value value{};
    return curl_easy_getinfo(easy, what, &value) == CURLE_OK ? value : Value{};
}

void set_security(CURL* easy, const HttpSettings& settings) {
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!settings.ca_file.empty()) {
        set(easy, CURLOPT_CAINFO, settings.ca_file.c_str());
        set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    // An empty text, unlike none, also keeps curl from reading http_proxy and no_proxy in the environment.
    set(easy, CURLOPT_PROXY, settings.proxy.c_str());
    set(easy, CURLOPT_NOPROXY, "");
    set(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    set(easy, CURLOPT_USERNAME, settings.user.c_str());
    set(easy, CURLOPT_PASSWORD, settings.password.c_str());
}

void set_connection(CURL* easy, const HttpSettings& settings) {
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(easy, CURLOPT_FRESH_CONNECT, 1L);
    set(easy, CURLOPT_FORBID_REUSE, 1L);
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.request_timeout.count()));
    set(easy, CURLOPT_USERAGENT, settings.user_agent.c_str());
}

// Without memory curl makes no line, and would send the request without those before it as well.
void add_header(Transfer& transfer, const char* line) {
    curl_slist* longer = curl_slist_append(transfer.headers.get(), line);
    if (longer == nullptr) throw std::bad_alloc();
    (void)transfer.headers.release();
    transfer.headers.reset(longer);
}

void set_request(Transfer& transfer) {
    CURL* easy = transfer.easy.get();
    set(easy, CURLOPT_URL, transfer.request.url.c_str());
    set(easy, CURLOPT_ERRORBUFFER, transfer.error.data());
    set(easy, CURLOPT_WRITEFUNCTION, &take_body);
    set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
    add_header(transfer, "Accept: application/json");
    if (transfer.request.wants_current) add_header(transfer, "Cache-Control: no-cache");
    // Nothing is asked to be compressed, but what comes so is decoded.
    add_header(transfer, "Accept-Encoding:");
    set(easy, CURLOPT_ACCEPT_ENCODING, "");
    if (transfer.request.is_post) {
        add_header(transfer, "Content-Type: application/json");
        add_header(transfer, "Expect:");
        set(easy, CURLOPT_POST, 1L);
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.request.body.size()));
        set(easy, CURLOPT_POSTFIELDS, transfer.request.body.c_str());
    }
    set(easy, CURLOPT_HTTPHEADER, transfer.headers.get());
}

// True if it is certain that the server has seen nothing of the request.
bool nothing_was_sent(CURL* easy, CURLcode code) {
    const auto proxy_status = info<long>(easy, CURLINFO_HTTP_CONNECTCODE);
    if (proxy_status != 0 && proxy_status / 100 != 2) return true;
    switch (code) {
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_CONNECT:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return true;
        default:
            return info<long>(easy, CURLINFO_REQUEST_SIZE) == 0;
    }
}

std::string reason_of(const Transfer& transfer, CURLcode code) {
    const std::string detail = transfer.error.data();
    return detail.empty() ? curl_easy_strerror(code) : without_elapsed(detail);
}

HttpFault fault_of(CURL* easy, CURLcode code, const std::string& reason) {
    constexpr long kProxyWantsCredentials = 407;
    if (info<long>(easy, CURLINFO_HTTP_CONNECTCODE) == kProxyWantsCredentials)
        return HttpFault::proxy_credentials;
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
            return HttpFault::certificate;
        case CURLE_SSL_CACERT_BADFILE:
            return HttpFault::ca_file;
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CERTPROBLEM:
            return HttpFault::tls;
        case CURLE_SSL_CONNECT_ERROR:
            return fault_of_handshake(reason);
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return HttpFault::malformed_address;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return fault_of_name(name_in(reason));
        default:
            return HttpFault::none;
    }
}

void complete(Transfer& transfer, CURLcode code) {
    CURL* easy = transfer.easy.get();
    HttpAnswer& answer = transfer.answer;
    answer.status = static_cast<int>(info<long>(easy, CURLINFO_RESPONSE_CODE));
    // It cannot be decoded, but it has come.
    if (code == CURLE_BAD_CONTENT_ENCODING && answer.status != 0) answer.is_truncated = true;
    if (code != CURLE_OK && !answer.is_truncated) {
        answer.status = 0;
        answer.end = nothing_was_sent(easy, code) ? HttpEnd::not_connected : HttpEnd::cut_off;
        answer.error = reason_of(transfer, code);
        if (answer.end == HttpEnd::not_connected) answer.fault = fault_of(easy, code, answer.error);
        if (answer.fault == HttpFault::name_unknown || answer.fault == HttpFault::name_not_resolved)
            answer.name = name_in(answer.error);
        return;
    }
    answer.end = HttpEnd::answered;
    constexpr curl_off_t kWeekS = 604'800;
    const auto retry_after_s = info<curl_off_t>(easy, CURLINFO_RETRY_AFTER);
    if (retry_after_s > 0) answer.retry_after = std::chrono::seconds(std::min(retry_after_s, kWeekS));
}

}  // namespace

struct CurlHttpClient::Transfers {
    struct Waiting {
        std::uint64_t tag = 0;
        HttpRequest request;
    };

    HttpSettings settings;
    SecretGuard guard;
    std::unique_ptr<CURLM, MultiDeleter> multi;
    std::list<Transfer> in_flight;  // the worker's

    std::mutex mutex;  // of all that follows
    std::condition_variable has_changed;
    std::deque<Waiting> waiting;
    std::deque<HttpCompletion> ended;
    std::size_t begun = 0;         // and not ended
    std::size_t bad_answers = 0;   // not followed by take_back()
    std::size_t bad_returned = 0;  // of them, by wait()
    bool is_closing = false;
    std::exception_ptr failure;
    std::thread worker;

    explicit Transfers(HttpSettings given);
    ~Transfers();
    Transfers(const Transfers&) = delete;
    Transfers& operator=(const Transfers&) = delete;

    static void check(CURLMcode code) {
        if (code != CURLM_OK)
            throw Error(ErrorKind::failed, fmt::format("curl: {}", curl_multi_strerror(code)));
    }
    void work();
    bool begin_waiting();
    void begin(Waiting next);
    void collect();
    void end(CURL* easy, CURLcode code);
    // With the mutex held.
    [[nodiscard]] bool may_begin() const;
    void rethrow_failure() const;
};

CurlHttpClient::Transfers::Transfers(HttpSettings given)
    : settings(std::move(given)), guard(settings.user, settings.password) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        throw Error(ErrorKind::failed, "curl cannot start");
    multi.reset(curl_multi_init());
    if (!multi) throw shortage_error("curl cannot start", ENOMEM);
    // Without a descriptor left for it, curl makes its handle all the same, and each wake-up then fails.
    if (curl_multi_wakeup(multi.get()) != CURLM_OK) throw shortage_error("curl cannot start", EMFILE);
    worker = std::thread([this] { work(); });
}

CurlHttpClient::Transfers::~Transfers() {
    {
        const std::lock_guard lock(mutex);
        is_closing = true;
    }
    curl_multi_wakeup(multi.get());
    worker.join();
    for (Transfer& transfer : in_flight) curl_multi_remove_handle(multi.get(), transfer.easy.get());
}

void CurlHttpClient::Transfers::work() try {
    constexpr int kLongestPollMs = 1'000;
    while (begin_waiting()) {
        check(curl_multi_poll(multi.get(), nullptr, 0, kLongestPollMs, nullptr));
        collect();
    }
} catch (...) {
    const std::lock_guard lock(mutex);
    failure = std::current_exception();
    has_changed.notify_all();
}

bool CurlHttpClient::Transfers::may_begin() const {
    return !waiting.empty() && begun < static_cast<std::size_t>(settings.in_flight) && bad_answers == 0 &&
           stop_requested() == 0;
}

// False once the client is closed.
bool CurlHttpClient::Transfers::begin_waiting() {
    std::unique_lock lock(mutex);
    while (!is_closing && may_begin()) {
        Waiting next = std::move(waiting.front());
        waiting.pop_front();
        ++begun;
        lock.unlock();
        begin(std::move(next));
        lock.lock();
    }
    return !is_closing;
}

void CurlHttpClient::Transfers::begin(Waiting next) {
    Transfer& transfer = in_flight.emplace_back();
    transfer.tag = next.tag;
    transfer.request = std::move(next.request);
    transfer.easy.reset(curl_easy_init());
    if (!transfer.easy) throw Error(ErrorKind::failed, "curl cannot start");
    set_security(transfer.easy.get(), settings);
    set_connection(transfer.easy.get(), settings);
    set_request(transfer);
    check(curl_multi_add_handle(multi.get(), transfer.easy.get()));
}

void CurlHttpClient::Transfers::collect() {
    int running = 0;
    check(curl_multi_perform(multi.get(), &running));
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
        if (message->msg == CURLMSG_DONE) end(message->easy_handle, message->data.result);
    }
}

void CurlHttpClient::Transfers::end(CURL* easy, CURLcode code) {
    const auto transfer = std::find_if(in_flight.begin(), in_flight.end(),
                                       [easy](const Transfer& each) { return each.easy.get() == easy; });
    if (transfer->is_out_of_memory) throw std::bad_alloc();
    complete(*transfer, code);
    transfer->answer.shown = guard.shown_of(transfer->answer.body, kShownBytes);
    curl_multi_remove_handle(multi.get(), easy);
    const auto& is_good = transfer->request.is_good;
    HttpCompletion completion{transfer->tag, std::move(transfer->answer)};
    completion.is_good = !is_good || is_good(completion.answer);
    in_flight.erase(transfer);
    const std::lock_guard lock(mutex);
    --begun;
    bad_answers += completion.is_good ? 0 : 1;
    ended.push_back(std::move(completion));
    has_changed.notify_all();
}

void CurlHttpClient::Transfers::rethrow_failure() const {
    if (failure) std::rethrow_exception(failure);
}

CurlHttpClient::CurlHttpClient(HttpSettings settings)
    : transfers_(std::make_unique<Transfers>(std::move(settings))) {}

CurlHttpClient::~CurlHttpClient() = default;

void CurlHttpClient::start(std::uint64_t tag, const HttpRequest& request) {
    {
        const std::lock_guard lock(transfers_->mutex);
        transfers_->rethrow_failure();
        transfers_->waiting.push_back({tag, request});
        if (!transfers_->may_begin()) return;
    }
    Transfers::check(curl_multi_wakeup(transfers_->multi.get()));
}

std::vector<std::uint64_t> CurlHttpClient::take_back() {
    const std::lock_guard lock(transfers_->mutex);
    std::vector<std::uint64_t> tags;
    for (const auto& each : transfers_->waiting) tags.push_back(each.tag);
    transfers_->waiting.clear();
    transfers_->bad_answers -= std::exchange(transfers_->bad_returned, 0);
    return tags;
}

std::optional<HttpCompletion> CurlHttpClient::wait(std::chrono::milliseconds timeout) {
    Transfers& transfers = *transfers_;
    std::unique_lock lock(transfers.mutex);
    transfers.has_changed.wait_for(lock, timeout, [&transfers] {
        const bool is_idle = transfers.begun == 0 && !transfers.may_begin();
        return transfers.failure || !transfers.ended.empty() || is_idle;
    });
    transfers.rethrow_failure();
    if (transfers.ended.empty()) return std::nullopt;
    HttpCompletion completion = std::move(transfers.ended.front());
    transfers.ended.pop_front();
    transfers.bad_returned += completion.is_good ? 0 : 1;
    return completion;
}

}  // namespace tixdb::publish
