#include "backend-client/http/curl_client.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include <curl/curl.h>
#include <poll.h>

namespace onecard::web {
namespace {

constexpr std::size_t header_bytes_max = 64 << 10;
constexpr int judgement_limit_milliseconds = 500;
constexpr int poll_limit_milliseconds = 60'000;
// What CURLINFO_SSL_VERIFYRESULT gives for a certificate outside its time (OpenSSL's X509_V_ERR numbers).
constexpr long not_yet_valid = 9, has_expired = 10;

struct Exchange {
    Response response;
    std::size_t bytes_max = 0, header_bytes = 0;
    bool too_large = false;
    std::array<char, CURL_ERROR_SIZE> words{};
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* to) {
    auto& exchange = *static_cast<Exchange*>(to);
    if (exchange.response.body.size() + size > exchange.bytes_max) {
        exchange.too_large = true;
        return CURL_WRITEFUNC_ERROR;
    }
    exchange.response.body.append(data, size);
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* to) {
    auto& exchange = *static_cast<Exchange*>(to);
    exchange.header_bytes += size;
    if (exchange.header_bytes > header_bytes_max) {
        exchange.too_large = true;
        return 0;
    }
    const std::string_view line(data, size);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    auto value = line.substr(colon + 1);
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
    exchange.response.headers.emplace_back(std::move(name), std::string(value));
    return size;
}

bool reached(CURL* easy, CURLINFO moment) {
    curl_off_t time = 0;
    curl_easy_getinfo(easy, moment, &time);
    return time > 0;
}

bool request_left(CURL* easy) { return reached(easy, CURLINFO_PRETRANSFER_TIME_T); }

/// A fresh connection whose handshake was done ended before a byte of an answer. In TLS 1.3 the handshake is done for us
/// before the server has judged our certificate, and its alert is often lost when it closes while we write.
bool perhaps_turned_away(CURL* easy, const Exchange& exchange) {
    long fresh_connections = 0;
    curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &fresh_connections);
    return fresh_connections > 0 && exchange.header_bytes == 0 && reached(easy, CURLINFO_APPCONNECT_TIME_T);
}

bool said_alert(const Exchange& exchange) { return std::string_view(exchange.words.data()).find(" alert ") != std::string_view::npos; }

Error peer_failure(CURL* easy) {
    long verdict = 0;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
    const bool time = verdict == has_expired || verdict == not_yet_valid;
    return {Error::Kind::refused, time ? "net.server_expired" : "net.server_unknown", "verify result " + std::to_string(verdict)};
}

/// The one mapping of libcurl's failures.
Error curl_failure(CURLcode code, CURL* easy, const Exchange& exchange) {
    const std::string detail = curl_easy_strerror(code);
    const bool left = request_left(easy);
    switch (code) {
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT: return {Error::Kind::unavailable, "net.offline", detail};
        case CURLE_PEER_FAILED_VERIFICATION: return peer_failure(easy);
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ENGINE_NOTFOUND:
        case CURLE_SSL_CIPHER: return {Error::Kind::invalid, "net.own_certificate", detail};
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_BAD_FUNCTION_ARGUMENT: return {Error::Kind::invalid, "net.request", detail};
        case CURLE_OUT_OF_MEMORY: return {Error::Kind::exhausted, "net.memory", detail};
        case CURLE_SSL_CONNECT_ERROR: return {Error::Kind::unavailable, "net.tls", detail};
        case CURLE_OPERATION_TIMEDOUT:
            if (!left) return {Error::Kind::unavailable, "net.offline", "no connection within its limit"};
            return {Error::Kind::timed_out, "net.timed_out", detail};
        case CURLE_WRITE_ERROR:
            if (exchange.too_large) return {Error::Kind::exhausted, "net.answer_too_large", detail};
            break;
        default: break;
    }
    if (left) return {Error::Kind::timed_out, "net.broken_off", detail};
    return {Error::Kind::unavailable, "net.offline", detail};
}

struct EndEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct EndMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct EndList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, EndList>;

HeaderList headers_of(const Request& request) {
    HeaderList list;
    const auto add = [&list](const std::string& line) { list.reset(curl_slist_append(list.release(), line.c_str())); };
    if (!request.body.empty()) add("Content-Type: application/json");
    add("Accept: application/json");
    add("Expect:");  // no round trip of its own before a large body
    for (const auto& [name, value] : request.headers) add(name + ": " + value);
    return list;
}

/// Nothing in an address or a header may begin a second line.
bool is_one_line(const Request& request) {
    const auto clean = [](const std::string& text) { return text.find_first_of(std::string_view("\r\n\0 ", 4)) == std::string::npos; };
    if (!clean(request.path) || !request.path.starts_with('/')) return false;
    return std::all_of(request.headers.begin(), request.headers.end(), [&clean](const auto& one) {
        return clean(one.first) && one.second.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
    });
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
    curl_easy_setopt(easy, option, value);
}

/// Everything that decides whom we trust, who we are and how long we wait for a connection.
void speak_only_with_ours(CURL* easy, const CurlSettings& settings) {
    set(easy, CURLOPT_PROTOCOLS_STR, "https");
    set(easy, CURLOPT_PROXY, "");
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
    set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    set(easy, CURLOPT_CAINFO, settings.authority.c_str());
    set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    if (!settings.certificate.empty()) set(easy, CURLOPT_SSLCERT, settings.certificate.c_str());
    if (!settings.key.empty()) set(easy, CURLOPT_SSLKEY, settings.key.c_str());
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_limit.count()));
    set(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(std::max<Millis::rep>(1, settings.silence_limit.count() / 1000)));
    set(easy, CURLOPT_TCP_NODELAY, 1L);
    set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
}

void set_method(CURL* easy, const Request& request) {
    if (!request.body.empty() || request.method == Method::post || request.method == Method::put) {
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    switch (request.method) {
        case Method::get:
        case Method::post: break;
        case Method::put: set(easy, CURLOPT_CUSTOMREQUEST, "PUT"); break;
        case Method::remove: set(easy, CURLOPT_CUSTOMREQUEST, "DELETE"); break;
    }
}

void listen_into(CURL* easy, Exchange& exchange) {
    set(easy, CURLOPT_WRITEFUNCTION, take_body);
    set(easy, CURLOPT_WRITEDATA, &exchange);
    set(easy, CURLOPT_HEADERFUNCTION, take_header);
    set(easy, CURLOPT_HEADERDATA, &exchange);
    set(easy, CURLOPT_ERRORBUFFER, exchange.words.data());
}

}  // namespace

class CurlClient::Handles {
public:
    std::unique_ptr<CURLM, EndMulti> multi{curl_multi_init()};
    std::unique_ptr<CURL, EndEasy> easy{curl_easy_init()};
    bool good() const { return multi && easy; }

    CURLcode run(std::stop_token stop, bool& stopped) {
        const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi.get()); });
        if (curl_multi_add_handle(multi.get(), easy.get()) != CURLM_OK) return CURLE_FAILED_INIT;
        auto outcome = CURLE_OK;
        for (int running = 1; running != 0;) {
            stopped = stop.stop_requested();
            if (stopped) break;
            // libcurl wakes up for the limits set on the handle, and a stop wakes it too.
            if (curl_multi_perform(multi.get(), &running) != CURLM_OK) outcome = CURLE_FAILED_INIT;
            if (outcome != CURLE_OK) break;
            if (running != 0) curl_multi_poll(multi.get(), nullptr, 0, poll_limit_milliseconds, nullptr);
        }
        int left = 0;
        while (const auto* message = curl_multi_info_read(multi.get(), &left))
            if (message->msg == CURLMSG_DONE) outcome = message->data.result;
        curl_multi_remove_handle(multi.get(), easy.get());
        return outcome;
    }

    /// Connects once more and says nothing: a server that accepted us waits, one that did not hangs up.
    bool is_turned_away(std::stop_token stop) {
        const std::unique_ptr<CURL, EndEasy> silent(curl_easy_duphandle(easy.get()));
        if (!silent) return false;
        curl_easy_setopt(silent.get(), CURLOPT_CONNECT_ONLY, 1L);
        curl_easy_setopt(silent.get(), CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
        if (curl_easy_perform(silent.get()) != CURLE_OK) return reached(silent.get(), CURLINFO_APPCONNECT_TIME_T);
        curl_socket_t socket = CURL_SOCKET_BAD;
        curl_easy_getinfo(silent.get(), CURLINFO_ACTIVESOCKET, &socket);
        constexpr int slice_milliseconds = 50;
        for (int waited = 0; waited < judgement_limit_milliseconds && !stop.stop_requested(); waited += slice_milliseconds) {
            pollfd wait{socket, POLLIN, 0};
            if (::poll(&wait, 1, slice_milliseconds) == 0) continue;
            char byte = 0;
            std::size_t size = 0;
            if (curl_easy_recv(silent.get(), &byte, 1, &size) != CURLE_AGAIN) return true;
        }
        return false;
    }
};

CurlClient::CurlClient(CurlSettings settings) : settings_(std::move(settings)) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    require(ready == CURLE_OK, "libcurl starts");
    handles_ = std::make_unique<Handles>();
    require(handles_->good(), "memory for a connection");
}

CurlClient::~CurlClient() = default;

Result<Response> CurlClient::send(const Request& request, std::stop_token stop) {
    if (!is_one_line(request)) return failure(Error::Kind::invalid, "net.request", "address or header");
    auto* easy = handles_->easy.get();
    curl_easy_reset(easy);  // keeps the connection and the TLS session
    Exchange exchange;
    exchange.bytes_max = request.answer_bytes_max;
    const auto headers = headers_of(request);
    const auto address = settings_.address + request.path;
    speak_only_with_ours(easy, settings_);
    set(easy, CURLOPT_URL, address.c_str());
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.limit.count()));
    set(easy, CURLOPT_HTTPHEADER, headers.get());
    set_method(easy, request);
    listen_into(easy, exchange);

    bool stopped = false;
    const auto outcome = handles_->run(stop, stopped);
    if (stopped) return failure(Error::Kind::timed_out, "net.stopped");
    if (outcome != CURLE_OK) {
        auto error = curl_failure(outcome, easy, exchange);
        const bool cut = error.code == "net.broken_off" || error.code == "net.offline";
        if (cut && perhaps_turned_away(easy, exchange) && (said_alert(exchange) || handles_->is_turned_away(stop)))
            return failure(Error::Kind::refused, "net.refused_us", error.detail);
        return failure(std::move(error));
    }
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
}

}  // namespace onecard::web
