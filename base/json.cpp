#include "base/json.hpp"

namespace onecard {
namespace {

const Json* member(const Json& json, std::string_view key) {
    if (!json.is_object()) return nullptr;
    const auto found = json.find(key);
    return found == json.end() ? nullptr : &*found;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    bool too_deep = false;
    const auto watch = [&too_deep](int depth, Json::parse_event_t, Json&) {
        if (depth > json_depth_max) too_deep = true;
        return !too_deep;
    };
    auto json = Json::parse(text, watch, false);
    if (too_deep) return failure(Error::Kind::invalid, "json.too_deep");
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
