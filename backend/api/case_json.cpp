#include "backend/api/case_json.hpp"

#include <algorithm>
#include <charconv>

#include "backend-client/wire/reading.hpp"
#include "backend-client/wire/slots.hpp"
#include "backend/api/masked.hpp"
#include "base/json.hpp"

namespace onecard::api {
namespace {

/// A value in the words that the resident chose it by; money in yuan.
Json value_json(const cases::Field* field, const std::string& value) {
    if (!field) return wire::both_json({value, value});
    for (const auto& option : field->options)
        if (option.value == value) return wire::both_json(option.label);
    if (field->kind == cases::Field::Kind::consent && value == "yes") return wire::both_json({"同意", "Agreed"});
    if (field->kind == cases::Field::Kind::picture) return {{"zh", "图片"}, {"en", "Picture"}, {"picture", true}};
    if (field->kind == cases::Field::Kind::signature && value == "pin") return wire::both_json({"以卡片密码代替签名", "By card and PIN instead"});
    if (field->kind == cases::Field::Kind::signature) return {{"zh", "手写签名"}, {"en", "Signed by hand"}, {"strokes", value}};
    if (field->kind == cases::Field::Kind::slot) {
        if (value == cases::time_by_phone) return wire::both_json({"请打电话约时间", "to be agreed by telephone"});
        auto time = std::string(wire::start_of_slot(value));
        if (!time.empty()) time[10] = ' ';
        return wire::both_json({time, time});
    }
    std::int64_t fen = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), fen);
    if (field->kind != cases::Field::Kind::money || error != std::errc{} || end != value.data() + value.size()) return wire::both_json({value, value});
    const auto yuan = to_yuan(Fen(fen));
    return wire::both_json({yuan + " 元", yuan + " yuan"});
}

/// The building in words, then the door; the code where the place is not known.
Json address_json(const Regions& regions, const std::vector<std::string>& values) {
    const auto in = [&](std::string_view language) {
        auto words = regions.in_words(values.front(), language);
        if (words.empty()) words = values.front();
        for (std::size_t i = 1; i < values.size(); ++i) words += " " + values[i];
        return words;
    };
    return wire::both_json({in("zh-Hans"), in("en")});
}

const cases::Field* field_of(const cases::Item* item, const std::string& key) {
    if (!item) return nullptr;
    const auto found = std::find_if(item->form.begin(), item->form.end(), [&](const cases::Field& field) { return field.key == key; });
    return found == item->form.end() ? nullptr : &*found;
}

}  // namespace

Json case_json(const cases::CaseFile& file, Role role) {
    auto json = wire::to_json(file.as_told);
    json.erase("events");
    json.erase("may_withdraw");  // its own word to the resident; the moves of who reads stand in `moves`
    auto history = Json::array();
    for (const auto& event : file.history)
        history.push_back({{"at", to_iso(event.at)}, {"kind", event.kind}, {"step", event.step}, {"actor", event.actor}, {"role", event.role},
                           {"post", wire::both_json(event.post)}, {"target", event.target}, {"note", event.note}});
    json["card_serial"] = shown_serial(file.card_serial, role);
    json["kiosk"] = file.kiosk;
    json["statutory_at"] = to_iso(file.statutory_at);
    json["late"] = file.late;
    json["step_late"] = file.step_late;
    json["step_card"] = file.step_card;
    json["whole_card"] = file.whole_card;
    json["post"] = file.post;
    json["held_by"] = file.holder;
    json["officer"] = file.officer;
    json["class"] = file.case_class;
    json["place"] = file.place;
    json["served"] = file.served;
    json["decision"] = file.decision;
    json["history"] = std::move(history);
    return json;
}

Json answers_json(const Regions& regions, const cases::Item* item, const cases::Answers& answers) {
    auto all = Json::array();
    const auto add = [&](const std::string& key, const cases::Field* field, const std::vector<std::string>& values) {
        auto texts = Json::array();
        const bool address = field && field->kind == cases::Field::Kind::address && !values.empty();
        if (address) texts.push_back(address_json(regions, values));
        else for (const auto& value : values) texts.push_back(value_json(field, value));
        all.push_back({{"key", key}, {"label", wire::both_json(field ? field->label : wire::Localised{key, key})}, {"values", std::move(texts)}});
    };
    // As the resident was asked; last what only an older form asked for.
    if (item)
        for (const auto& field : item->form)
            if (const auto found = answers.find(field.key); found != answers.end()) add(field.key, &field, found->second);
    for (const auto& [key, values] : answers)
        if (!field_of(item, key)) add(key, nullptr, values);
    return all;
}

}  // namespace onecard::api
