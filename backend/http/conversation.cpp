#include <utility>

#include "backend/http/conversation.hpp"

#include <optional>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "backend/http/tls.hpp"
#include "base/log.hpp"

namespace onecard::http {
namespace {

namespace beast = boost::beast;
namespace beast_http = boost::beast::http;
using boost::system::error_code;
using Stream = beast::ssl_stream<beast::tcp_stream>;
using Parser = beast_http::request_parser<beast_http::string_body>;
using Response = beast_http::response<beast_http::string_body>;

struct Counted {
    explicit Counted(std::atomic<std::size_t>& in) : count(in) { ++count; }
    ~Counted() { --count; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    std::atomic<std::size_t>& count;
};

Method method_of(beast_http::verb verb) {
    if (verb == beast_http::verb::get) return Method::get;
    if (verb == beast_http::verb::post) return Method::post;
    if (verb == beast_http::verb::put) return Method::put;
    if (verb == beast_http::verb::delete_) return Method::remove;
    return Method::other;
}

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

Request plain_request(Parser::value_type&& message) {
    Request request;
    request.method = method_of(message.method());
    const auto target = text(message.target());
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.content_type = text(message[beast_http::field::content_type]);
    request.if_none_match = text(message[beast_http::field::if_none_match]);
    request.cookie = text(message[beast_http::field::cookie]);
    request.authorization = text(message[beast_http::field::authorization]);
    request.token = text(message["X-Onecard-Token"]);
    request.body = std::move(message.body());
    return request;
}

Response wire_response(Answer&& answer, unsigned version, bool keep) {
    Response response(static_cast<beast_http::status>(answer.status), version);
    response.keep_alive(keep);
    if (!answer.body.empty()) response.set(beast_http::field::content_type, answer.content_type);
    response.set(beast_http::field::cache_control, "no-store");
    response.set("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : answer.headers) response.set(name, value);
    response.body() = std::move(answer.body);
    response.prepare_payload();
    return response;
}

/// What to say to somebody whose request could not be read; nothing when nobody is listening any more.
std::optional<Answer> reading_problem(const error_code& why) {
    if (why == beast_http::error::body_limit) return problem(413, "http.body_too_large");
    if (why == beast_http::error::header_limit || why == beast_http::error::buffer_overflow) return problem(431, "http.head_too_large");
    if (why == beast::error::timeout || why == beast_http::error::end_of_stream || why == beast_http::error::partial_message)
        return std::nullopt;
    if (why.category() == error_code(beast_http::error::bad_method).category()) return problem(400, "http.malformed");
    return std::nullopt;
}

/// Hands the request over and resumes on this connection's strand when the answer is there.
asio::awaitable<Answer> answered(Hall& hall, Request request) {
    const auto hand_over = [&hall](auto resume, Request asked) {
        const auto executor = asio::get_associated_executor(resume);
        const auto waiting = std::make_shared<decltype(resume)>(std::move(resume));
        hall.on_request(std::move(asked), [executor, waiting](Answer answer) {
            asio::post(executor, [waiting, answer = std::move(answer)]() mutable { (*waiting)(std::move(answer)); });
        });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Answer)>(hand_over, asio::use_awaitable, std::move(request));
}

class Conversation {
public:
    Conversation(Hall& hall, Entrance& entrance, asio::ip::tcp::socket socket)
        : hall_(hall), entrance_(entrance), stream_(std::move(socket), entrance.tls) {}

    asio::awaitable<void> run() {
        // Awaiting inside a condition makes g++ 12 lose its way (it emits a trap), hence the plain steps.
        bool going = co_await greet();
        if (!going) co_return;
        while (going && !hall_.closing) {
            const bool again = co_await exchange();
            going = again;
        }
        co_await close();
    }

private:
    asio::awaitable<bool> greet() {
        error_code why;
        auto& socket = beast::get_lowest_layer(stream_);
        address_ = socket.socket().remote_endpoint(why).address().to_string();
        socket.socket().set_option(asio::ip::tcp::no_delay(true), why);
        socket.expires_after(handshake_limit);
        co_await stream_.async_handshake(ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, why));
        if (why) {
            log::info(std::string(entrance_.door == Door::kiosk ? "kiosk" : "console") + " door: no session: " + why.message());
            co_return false;
        }
        if (entrance_.door == Door::kiosk) kiosk_ = common_name(stream_.native_handle());
        co_return true;
    }

    /// One request and its answer; false when the connection must end.
    asio::awaitable<bool> exchange() {
        Parser parser;
        parser.header_limit(head_bytes_max);
        parser.body_limit(entrance_.body_bytes_max);
        const auto why = co_await read(parser);
        if (why) {
            auto trouble = reading_problem(why);
            if (!trouble) co_return false;
            co_await write(wire_response(std::move(*trouble), 11, false));
            co_await drain();
            co_return false;
        }
        const Counted under_way(hall_.under_way);
        auto message = parser.release();
        const unsigned version = message.version();
        const bool keep = message.keep_alive() && !hall_.closing;
        auto request = plain_request(std::move(message));
        request.door = entrance_.door;
        request.kiosk = kiosk_;
        request.address = address_;
        auto answer = co_await answered(hall_, std::move(request));
        const bool sent = co_await write(wire_response(std::move(answer), version, keep));
        co_return sent && keep;
    }

    asio::awaitable<error_code> read(Parser& parser) {
        error_code why;
        auto& socket = beast::get_lowest_layer(stream_);
        socket.expires_after(idle_limit);
        co_await beast_http::async_read_header(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, why));
        if (why) co_return why;
        socket.expires_after(body_limit);
        if (beast::iequals(parser.get()[beast_http::field::expect], "100-continue")) {
            Response go_on(beast_http::status::continue_, 11);
            co_await beast_http::async_write(stream_, go_on, asio::redirect_error(asio::use_awaitable, why));
            if (why) co_return why;
        }
        co_await beast_http::async_read(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, why));
        co_return why;
    }

    asio::awaitable<bool> write(Response response) {
        error_code why;
        beast::get_lowest_layer(stream_).expires_after(answer_limit);
        co_await beast_http::async_write(stream_, response, asio::redirect_error(asio::use_awaitable, why));
        co_return !why;
    }

    /// Reads on for a moment, since closing on unread bytes would take the answer away from the other side again.
    asio::awaitable<void> drain() {
        constexpr std::size_t bytes_max = 16u << 20;
        std::array<char, 16384> scrap;
        error_code why;
        beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds(2));
        for (std::size_t read = 0; !why && read < bytes_max;) {
            const std::size_t more = co_await stream_.async_read_some(asio::buffer(scrap), asio::redirect_error(asio::use_awaitable, why));
            read += more;
        }
    }

    asio::awaitable<void> close() {
        error_code why;
        beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds(2));
        co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, why));
    }

    Hall& hall_;
    Entrance& entrance_;
    Stream stream_;
    beast::flat_buffer buffer_;
    std::string kiosk_, address_;
};

}  // namespace

asio::awaitable<void> converse(Hall& hall, Entrance& entrance, asio::ip::tcp::socket socket) {
    const Counted here(entrance.connections);
    try {
        Conversation conversation(hall, entrance, std::move(socket));
        co_await conversation.run();
    } catch (const std::exception& trouble) {
        log::error(std::string("a connection ended by: ") + trouble.what());
    }
}

}  // namespace onecard::http
