#include "backend/http/message.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace onecard::http {
namespace {

int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Answer json_answer(const Json& json, int status) { return {status, "application/json", dump_json(json), {}}; }

Answer picture_answer(ByteView content) {
    return {200, "image/jpeg", to_text(content), {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}}};
}

Answer problem(int status, std::string_view code, std::string_view title) {
    const Json json{{"type", "about:blank"}, {"status", status}, {"code", code}, {"title", title.empty() ? code : title}};
    return {status, "application/problem+json", dump_json(json), {}};
}

Answer problem(const Error& error) {
    if (error.code == unwanted_type) return problem(415, error.code);
    switch (error.kind) {
        case Error::Kind::invalid: return problem(400, error.code, error.detail);
        case Error::Kind::refused: return problem(403, error.code);
        case Error::Kind::unavailable:
        case Error::Kind::timed_out:
        case Error::Kind::corrupt:
        case Error::Kind::exhausted: return problem(503, error.code);
    }
    return problem(500, error.code);
}

Result<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? nibble(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? nibble(text[i + 2]) : -1;
        if (high < 0 || low < 0) return failure(Error::Kind::invalid, "http.encoding");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (out.find('\0') != std::string::npos || !is_utf8(out)) return failure(Error::Kind::invalid, "http.encoding");
    return out;
}

std::string query_value(std::string_view query, std::string_view name) {
    for (const auto& pair : split(query, '&')) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos || std::string_view(pair).substr(0, equals) != name) continue;
        return percent_decoded(std::string_view(pair).substr(equals + 1)).value_or(std::string());
    }
    return {};
}

std::string cookie_value(std::string_view header, std::string_view name) {
    for (const auto& part : split(header, ';')) {
        const auto pair = trim(part);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
    }
    return {};
}

}  // namespace onecard::http
