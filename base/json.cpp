#include "base/json.hpp"

namespace onecard {
namespace {

const Json* member(const Json& json, std::string_view key) {
    if (!json.is_object()) return nullptr;
    const auto found = json.find(key);
    return found == json.end() ? nullptr : &*found;
}

// Brackets in strings do not count; what is malformed besides is for the parser to say.
bool deeper_than(int most, std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\') ++i;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[') && ++depth > most) return true;
        else if (!quoted && (c == '}' || c == ']')) --depth;
    }
    return false;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    // Looked at beforehand: the library's own way to watch the depth searches each list again for each of its entries.
    if (deeper_than(json_depth_max, text)) return failure(Error::Kind::invalid, "json.too_deep");
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return failure(Error::Kind::invalid, "json.malformed");
    return json;
}

std::string dump_json(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string text_at(const Json& json, std::string_view key, std::string_view otherwise) {
    const auto* found = member(json, key);
    return found && found->is_string() ? found->get_ref<const std::string&>() : std::string(otherwise);
}

std::int64_t number_at(const Json& json, std::string_view key, std::int64_t otherwise) {
    const auto* found = member(json, key);
    if (!found || !found->is_number_integer()) return otherwise;
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return otherwise;
    return found->get<std::int64_t>();
}

bool flag_at(const Json& json, std::string_view key, bool otherwise) {
    const auto* found = member(json, key);
    return found && found->is_boolean() ? found->get<bool>() : otherwise;
}

Fen fen_at(const Json& json, std::string_view key) { return Fen(number_at(json, key)); }

const Json& list_at(const Json& json, std::string_view key) {
    static const Json none = Json::array();
    const auto* found = member(json, key);
    return found && found->is_array() ? *found : none;
}

const Json& object_at(const Json& json, std::string_view key) {
    static const Json none = Json::object();
    const auto* found = member(json, key);
    return found && found->is_object() ? *found : none;
}

Result<std::string> need_text(const Json& json, std::string_view key, std::size_t bytes_max) {
    const auto* found = member(json, key);
    if (!found || !found->is_string()) return failure(Error::Kind::invalid, "json.member", std::string(key));
    const auto& text = found->get_ref<const std::string&>();
    if (text.size() > bytes_max) return failure(Error::Kind::invalid, "json.member", std::string(key) + " is too long");
    return text;
}

Result<std::int64_t> need_number(const Json& json, std::string_view key) {
    const auto* found = member(json, key);
    if (!found || !found->is_number_integer() || (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX))
        return failure(Error::Kind::invalid, "json.member", std::string(key));
    return found->get<std::int64_t>();
}

}  // namespace onecard
