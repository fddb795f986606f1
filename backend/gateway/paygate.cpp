#include "backend/gateway/paygate.hpp"

#include <algorithm>
#include <charconv>

#include "backend-client/http/curl_client.hpp"
#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/secret.hpp"

namespace onecard::gateway {
namespace {

using money::GatewayNotice;
using money::GatewayOrder;
using money::GatewayWord;
using State = GatewayWord::State;

constexpr Millis answered_within = std::chrono::seconds(3), statement_within = std::chrono::seconds(30);
constexpr std::size_t key_bytes_min = 32, text_bytes_max = 512, statement_bytes_max = 24 << 20;

tl::unexpected<Error> bad(std::string code) { return failure(Error::Kind::invalid, std::move(code)); }

bool is_plain(std::string_view text, std::size_t bytes_max) {
    return text.size() <= bytes_max && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Result<GatewayWord> word_from(const Json& json) {
    static constexpr std::pair<std::string_view, State> states[] = {
        {"waiting", State::waiting}, {"paid", State::paid}, {"closed", State::closed}, {"refunded", State::refunded}, {"unknown", State::unknown}};
    const auto named = text_at(json, "state");
    const auto known = std::find_if(std::begin(states), std::end(states), [&](const auto& one) { return one.first == named; });
    if (known == std::end(states)) return bad("gateway.nonsense");
    GatewayWord word;
    word.state = known->second;
    word.amount = Fen(number_at(json, "amount"));
    word.trace = text_at(json, "trace"), word.qr = text_at(json, "qr");
    const auto reason = text_at(json, "reason");
    if (reason == "expired" || reason == "declined" || reason == "cancelled") word.code = "charge." + reason;
    if (!is_plain(word.trace, 64) || !is_plain(word.qr, text_bytes_max) || word.amount < Fen() || word.amount > fen_max) return bad("gateway.nonsense");
    return word;
}

class Paygate final : public money::Gateway {
public:
    Paygate(const PaygateSettings& settings, std::string key) : settings_(settings), key_(std::move(key)), client_(curl_settings(settings)) {}
    ~Paygate() override { wipe(key_); }

    const std::string& name() const override { return settings_.name; }

    Result<GatewayWord> open(const GatewayOrder& order) override {
        return ask("/v1/orders", {{"id", order.id},
                                  {"amount", order.amount.count()},
                                  {"payer_code", order.payer_code},
                                  {"expires_at", to_iso(order.expires_at)}});
    }
    Result<GatewayWord> query(const std::string& id) override { return ask("/v1/orders/" + id + "/query", Json::object()); }
    Result<GatewayWord> close(const std::string& id) override { return ask("/v1/orders/" + id + "/close", Json::object()); }
    Result<GatewayWord> refund(const std::string& id, Fen amount) override {
        return ask("/v1/orders/" + id + "/refund", {{"amount", amount.count()}});
    }

    Result<std::string> statement(const std::string& day) override {
        web::Request request{web::Method::get, "/v1/statement?day=" + day, {}, {}, statement_within, statement_bytes_max};
        const auto response = exchange(request);
        if (!response) return failure(response.error());
        if (response->status != 200) return failure(Error::Kind::unavailable, "gateway.status", std::to_string(response->status));
        const auto answer = parse_json(response->body);
        auto file = answer ? text_at(*answer, "file") : std::string();
        if (file.empty()) return bad("gateway.nonsense");
        return file;
    }

    Result<GatewayNotice> read_notice(std::string_view body, Timestamp now) const override {
        const auto envelope = parse_json(body);
        if (!envelope) return bad("gateway.nonsense");
        const auto content = text_at(*envelope, "notice"), timestamp = text_at(*envelope, "timestamp");
        if (auto good = check(timestamp, text_at(*envelope, "nonce"), content, text_at(*envelope, "signature"), now); !good) return failure(good.error());
        const auto notice = parse_json(content);
        if (!notice) return bad("gateway.nonsense");
        auto word = word_from(*notice);
        if (!word) return failure(word.error());
        return GatewayNotice{text_at(*notice, "id"), *std::move(word)};
    }

private:
    static web::CurlSettings curl_settings(const PaygateSettings& settings) {
        web::CurlSettings curl;
        curl.address = settings.address;
        curl.authority = settings.authority;
        curl.silence_limit = answered_within;
        return curl;
    }

    Status check(const std::string& timestamp, const std::string& nonce, const std::string& content, const std::string& signature, Timestamp now) const {
        const auto expected = signature_of(key_, timestamp, nonce, content);
        if (!equal_in_constant_time(as_bytes(expected), as_bytes(signature))) return bad("gateway.signature");
        std::int64_t seconds = 0;
        std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
        const auto apart = std::chrono::abs(now - from_millis(seconds * 1000));
        if (seconds <= 0 || apart > signature_life) return bad("gateway.stale");
        return {};
    }

    Result<GatewayWord> ask(const std::string& path, const Json& json) {
        web::Request request{web::Method::post, path, dump_json(json), {}, answered_within, 64 << 10};
        const auto response = exchange(request);
        if (!response) return failure(response.error());
        if (response->status == 404) return GatewayWord{State::unknown, {}, {}, {}, {}};
        if (response->status != 200) return failure(Error::Kind::unavailable, "gateway.status", std::to_string(response->status));
        const auto answer = parse_json(response->body);
        return answer ? word_from(*answer) : Result<GatewayWord>(bad("gateway.nonsense"));
    }

    /// An answer of status 200 is the gateway's own, to this very question.
    Result<web::Response> exchange(web::Request& request) {
        const auto timestamp = std::to_string(to_millis(clock_.now()) / 1000), nonce = make_id(clock_, random_);
        request.headers = {{"Paygate-Timestamp", timestamp}, {"Paygate-Nonce", nonce}, {"Paygate-Signature", signature_of(key_, timestamp, nonce, request.path + "\n" + request.body)}};
        auto response = client_.send(request, {});
        if (!response || response->status != 200) return response;
        // The answer carries the question's nonce: an old answer can't stand in for a new one.
        const auto answered_at = response->header("paygate-timestamp");
        if (auto good = check(answered_at, nonce, response->body, response->header("paygate-signature"), clock_.now()); !good) return failure(good.error());
        return response;
    }

    PaygateSettings settings_;
    std::string key_;
    SystemClock clock_;
    SystemRandom random_;
    web::CurlClient client_;
};

}  // namespace

std::string signature_of(std::string_view key, std::string_view timestamp, std::string_view nonce, std::string_view content) {
    std::string all;
    for (const auto part : {timestamp, nonce}) all.append(part).push_back('\n');
    all.append(content);
    return to_hex(crypto::hmac_sha256(as_bytes(key), as_bytes(all)));
}

Result<std::unique_ptr<money::Gateway>> open_paygate(const PaygateSettings& settings) {
    const auto text = read_file(settings.key_file, 4096);
    if (!text) return failure(Error::Kind::unavailable, "gateway.key", settings.key_file.string() + " cannot be read");
    auto key = text->substr(0, text->find_first_of("\r\n"));
    if (key.size() < key_bytes_min) return failure(Error::Kind::invalid, "gateway.key", "the key of the gateway is too short");
    return std::unique_ptr<money::Gateway>(std::make_unique<Paygate>(settings, std::move(key)));
}

}  // namespace onecard::gateway
