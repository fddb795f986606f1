#include "backend-client/wire/registers.hpp"

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::size_t facts_max = 24, heads_max = 6, bars_max = 24, serial_digits = 16;

Localised maybe(Members& in, const Json& json, std::string_view key) {
    return !text_at(object_at(json, key), "zh").empty() ? in.localised(key) : Localised{};
}

Json fact_json(const Register::Fact& value) { return {{"label", localised_json(value.label)}, {"value", localised_json(value.value)}}; }

Result<Register::Fact> fact_from(const Json& json) {
    Members in(json);
    Register::Fact fact{in.localised("label"), in.localised("value")};
    return in.done(std::move(fact));
}

Result<Register::Bar> bar_from(const Json& json) {
    Members in(json);
    Register::Bar bar{in.text("label", 64), in.text("value", 64), static_cast<int>(in.number("percent", 0, 100))};
    return in.done(std::move(bar));
}

Result<Localised> head_from(const Json& json) {
    Members in(json);
    Localised head{in.text("zh"), in.text_or_empty("en")};
    return in.done(std::move(head));
}

Result<std::vector<std::string>> row_from(const Json& json) {
    const Json wrapped{{"row", json}};
    Members in(wrapped);
    auto row = in.texts("row", heads_max, 128);
    return in.done(std::move(row));
}

Result<OwnMark> own_mark_from(const Json& json) {
    Members in(json);
    OwnMark mark{in.text("listing", 64), in.text("mark", 32), in.instant_text("at")};
    return in.done(std::move(mark));
}

}  // namespace

Json to_json(const Register& value) {
    auto facts = Json::array(), heads = Json::array(), bars = Json::array();
    for (const auto& fact : value.facts) facts.push_back(fact_json(fact));
    for (const auto& head : value.heads) heads.push_back(localised_json(head));
    for (const auto& bar : value.bars) bars.push_back({{"label", bar.label}, {"value", bar.value}, {"percent", bar.percent}});
    return {{"kind", value.kind},
            {"title", localised_json(value.title)},
            {"keeper", localised_json(value.keeper)},
            {"as_of", value.as_of},
            {"tone", value.tone},
            {"word", localised_json(value.word)},
            {"certificate", value.certificate},
            {"item_code", value.item_code},
            {"facts", std::move(facts)},
            {"heads", std::move(heads)},
            {"rows", value.rows},
            {"chart", localised_json(value.chart)},
            {"bars", std::move(bars)}};
}

Result<Register> register_from(const Json& json) {
    Members in(json);
    Register value;
    value.kind = in.text("kind", 32);
    value.title = in.localised("title");
    value.keeper = in.localised("keeper");
    value.as_of = in.instant_text("as_of");
    value.tone = in.text_or_empty("tone", 16);
    value.word = maybe(in, json, "word");
    value.certificate = json.contains("certificate") && in.flag("certificate");
    value.item_code = in.text_or_empty("item_code", 64);
    if (json.contains("facts")) value.facts = in.each<Register::Fact>("facts", facts_max, fact_from);
    if (json.contains("heads")) value.heads = in.each<Localised>("heads", heads_max, head_from);
    if (json.contains("rows")) value.rows = in.each<std::vector<std::string>>("rows", register_rows_max, row_from);
    value.chart = maybe(in, json, "chart");
    if (json.contains("bars")) value.bars = in.each<Register::Bar>("bars", bars_max, bar_from);
    return in.done(std::move(value));
}

Json to_json(const Registers& value) {
    auto registers = Json::array(), marks = Json::array();
    for (const auto& one : value.registers) registers.push_back(to_json(one));
    for (const auto& mark : value.marks) marks.push_back({{"listing", mark.listing}, {"mark", mark.kind}, {"at", mark.at}});
    return {{"card_serial", value.card_serial}, {"as_of", instant_json(value.as_of)}, {"registers", std::move(registers)}, {"marks", std::move(marks)}};
}

Result<Registers> registers_from(const Json& json) {
    Members in(json);
    Registers value;
    value.card_serial = in.digits("card_serial", serial_digits, true);
    value.as_of = in.instant("as_of");
    value.registers = in.each<Register>("registers", registers_max, register_from);
    value.marks = in.each<OwnMark>("marks", own_marks_max, own_mark_from);
    return in.done(std::move(value));
}

Json to_json(const CertificateBody& value) {
    Json json{{"number", value.number}, {"card_serial", value.card_serial}, {"kind", value.kind}, {"register_as_of", value.register_as_of},
              {"at", instant_json(value.at)}};
    if (!value.case_number.empty()) json["case"] = value.case_number;
    return json;
}

Result<CertificateBody> certificate_from(const Json& json) {
    Members in(json);
    CertificateBody value;
    value.number = in.text("number", 64);
    value.card_serial = in.digits("card_serial", serial_digits, true);
    value.kind = in.text("kind", 32);
    value.register_as_of = in.instant_text("register_as_of");
    value.at = in.instant("at");
    if (json.contains("case")) value.case_number = in.text("case", 64);
    if ((value.kind == certificate_of_case) != !value.case_number.empty()) in.fail("case");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
