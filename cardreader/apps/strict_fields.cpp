#include "cardreader/apps/strict_fields.hpp"

#include <algorithm>

namespace onecard::card {
namespace {

const Json no_object = Json::object();

}  // namespace

StrictFields::StrictFields(const Json& json, std::string where, std::string_view code, std::optional<Error>& mistake)
    : json_(&json), where_(std::move(where)), code_(code), mistake_(&mistake) {
    if (json.is_object()) return;
    json_ = &no_object;
    wrong("", "is not an object");
}

const Json* StrictFields::find(std::string_view key) const {
    const auto found = json_->find(key);
    return found == json_->end() ? nullptr : &*found;
}

bool StrictFields::has(std::string_view key) const { return find(key) != nullptr; }

void StrictFields::only(std::initializer_list<std::string_view> known) {
    for (const auto& [key, value] : json_->items()) {
        if (std::find(known.begin(), known.end(), key) == known.end()) wrong(key, "is not known here");
    }
}

std::string StrictFields::text(std::string_view key, std::optional<std::string> otherwise) {
    const auto* value = find(key);
    if (value && value->is_string()) return value->get<std::string>();
    if (value) wrong(key, "is not a text");
    else if (!otherwise) wrong(key, "is missing");
    return otherwise.value_or("");
}

std::int64_t StrictFields::number(std::string_view key, std::int64_t low, std::int64_t high, std::optional<std::int64_t> otherwise) {
    const auto* value = find(key);
    if (!value) {
        if (!otherwise) wrong(key, "is missing");
        return otherwise.value_or(low);
    }
    const auto number = need_number(*json_, key);
    if (number && *number >= low && *number <= high) return *number;
    wrong(key, "is not a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return low;
}

bool StrictFields::flag(std::string_view key, bool otherwise) {
    const auto* value = find(key);
    if (!value) return otherwise;
    if (value->is_boolean()) return value->get<bool>();
    wrong(key, "is neither true nor false");
    return otherwise;
}

Bytes StrictFields::bytes(std::string_view key, std::size_t size, std::optional<std::string> otherwise) {
    const auto found = from_hex(text(key, std::move(otherwise)));
    if (found && (size == 0 || found->size() == size)) return *found;
    wrong(key, size == 0 ? "is not hexadecimal" : "is not " + std::to_string(size) + " bytes in hexadecimal");
    return Bytes(size);
}

StrictFields StrictFields::object(std::string_view key) {
    const auto* value = find(key);
    return {value ? *value : no_object, where_ + std::string(key) + ".", code_, *mistake_};
}

std::vector<StrictFields> StrictFields::list(std::string_view key) {
    std::vector<StrictFields> fields;
    const auto* value = find(key);
    if (!value) return fields;
    if (!value->is_array()) {
        wrong(key, "is not a list");
        return fields;
    }
    for (std::size_t i = 0; i < value->size(); ++i)
        fields.emplace_back((*value)[i], where_ + std::string(key) + "[" + std::to_string(i) + "].", code_, *mistake_);
    return fields;
}

void StrictFields::wrong(std::string_view key, std::string_view why, std::string_view code) {
    if (*mistake_) return;
    std::string place = where_ + std::string(key);
    while (!place.empty() && place.back() == '.') place.pop_back();
    *mistake_ = Error{Error::Kind::invalid, std::string(code), (place.empty() ? "the file" : place) + " " + std::string(why)};
}

}  // namespace onecard::card
