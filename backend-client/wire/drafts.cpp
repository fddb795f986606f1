#include "backend-client/wire/drafts.hpp"

#include <algorithm>
#include <set>

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::size_t item_code_bytes_max = 64;
constexpr std::int64_t age_max = std::int64_t{100} * 366 * 86'400'000;  // a clock that is off by a lifetime is no reason to lose a draft

Result<KeptDraft> kept_draft_from(const Json& json) {
    Members in(json);
    KeptDraft value;
    value.item_code = in.text("item_code", item_code_bytes_max);
    value.age = Millis(in.number("age_ms", 0, age_max));
    if (json.is_object() && json.contains("revision")) value.revision = in.number("revision", 0, INT64_MAX);
    if (json.is_object() && json.contains("draft")) value.text = in.text("draft", draft_bytes_max);
    return in.done(std::move(value));
}

}  // namespace

Json to_json(const CardDrafts& value) {
    auto drafts = Json::array();
    for (const auto& one : value.drafts) {
        Json draft{{"item_code", one.item_code}, {"age_ms", std::clamp<std::int64_t>(one.age.count(), 0, age_max)}};
        if (one.revision > 0) draft["revision"] = one.revision;
        if (one.text) draft["draft"] = *one.text;
        drafts.push_back(std::move(draft));
    }
    Json json{{"card_serial", value.card_serial}, {"drafts", std::move(drafts)}};
    if (!value.writer.empty()) json["writer"] = value.writer;
    return json;
}

Result<CardDrafts> card_drafts_from(const Json& json) {
    Members in(json);
    CardDrafts value;
    value.card_serial = in.digits("card_serial", 16, true);
    value.drafts = in.each<KeptDraft>("drafts", drafts_told_max, kept_draft_from);
    if (json.is_object() && json.contains("writer")) value.writer = in.digits("writer", 16, true);
    std::set<std::string_view> items;
    for (const auto& one : value.drafts)
        if (!items.insert(one.item_code).second) in.fail("drafts");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
