#include "kiosk/flow/catalogue.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "kiosk/flow/catalogue_json.hpp"

namespace onecard::flow {
namespace {

constexpr std::size_t materials_max = 40, steps_max = 12, conditions_max = 30, words_max = 40;
constexpr std::int64_t days_max = 366;

bool is_clean(std::string_view text) {
    return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

Department read_department(const Json& json, CatalogueReading& reading) {
    reading.part = "department";
    Department department;
    reading.place = department.code = reading.word(json, "code");
    department.name = reading.text(json, "name", false, 200);
    department.phone = text_at(json, "phone");
    if (department.phone.size() > 40 || !is_clean(department.phone)) reading.complain("department", department.code + " phone");
    return department;
}

Material read_material(const Json& json, CatalogueReading& reading) {
    Material material;
    material.code = reading.word(json, "code");
    material.name = reading.text(json, "name", false, 400);
    material.note = reading.text(json, "note", true);
    const auto grade = text_at(json, "grade", "A");
    if (grade.size() == 1 && grade[0] >= 'A' && grade[0] <= 'D') material.grade = grade[0];
    else reading.complain("item", reading.place + " grade");
    material.from_card = flag_at(json, "from_card");
    material.required = flag_at(json, "required", true);
    return material;
}

ItemStep read_step(const Json& json, CatalogueReading& reading) {
    ItemStep step;
    step.code = reading.word(json, "code");
    step.name = reading.text(json, "name", false, 200);
    step.holder = reading.text(json, "holder", true, 400);
    step.days = static_cast<int>(reading.number(json, "days", 0, days_max, 0));
    step.urgent = json.is_object() && json.contains("urgent_hours");
    step.hours = static_cast<int>(reading.number(json, step.urgent ? "urgent_hours" : "hours", 0, days_max, 0));
    return step;
}

std::vector<std::pair<std::string, std::string>> read_pairs(const Json& json, std::string_view key, CatalogueReading& reading) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& [field, value] : object_at(json, key).items()) {
        if (value.is_string() && field.size() <= 64 && value.get_ref<const std::string&>().size() <= 200) pairs.emplace_back(field, value.get<std::string>());
        else reading.complain("item", reading.place + " bundle " + field);
        if (pairs.size() > form_fields_max) break;
    }
    return pairs;
}

BundlePart read_part(const Json& json, CatalogueReading& reading) {
    BundlePart part;
    part.item = reading.word(json, "item");
    if (const auto& when = object_at(json, "when"); !when.empty()) {
        part.when_key = reading.word(when, "key");
        part.when_is = reading.words(when, "is", options_max);
    }
    part.answers = read_pairs(json, "answers", reading);
    part.from = read_pairs(json, "from", reading);
    return part;
}

Item read_item(const Json& json, CatalogueReading& reading) {
    reading.part = "item";
    Item item;
    reading.place = item.code = reading.word(json, "code");
    item.department = reading.word(json, "department");
    item.name = reading.text(json, "name", false, 200);
    item.summary = reading.text(json, "summary");
    item.legal_basis = reading.text(json, "legal_basis", true);
    item.result = reading.text(json, "result", true);
    item.collect = reading.text(json, "collect", true);
    item.approval = text_at(json, "type", "public_service") != "public_service";
    item.icon = text_at(json, "icon");
    item.life_events = reading.words(json, "life_events", words_max);
    item.synonyms = reading.words(json, "synonyms", words_max);
    for (const auto& condition : reading.list(json, "conditions", conditions_max))
        item.conditions.push_back(reading.text(Json{{"conditions", condition}}, "conditions"));
    for (const auto& material : reading.list(json, "materials", materials_max)) item.materials.push_back(read_material(material, reading));
    item.fee = Fen(reading.number(json, "fee", 0, fen_max.count(), 0));
    item.statutory_days = static_cast<int>(reading.number(json, "statutory_days", 0, days_max, 0));
    item.promised_days = static_cast<int>(reading.number(json, "promised_days", 0, days_max, 0));
    item.promised_hours = static_cast<int>(reading.number(json, "promised_hours", 0, days_max, 0));
    for (const auto& step : reading.list(json, "steps", steps_max)) item.steps.push_back(read_step(step, reading));
    item.offline = flag_at(json, "offline", true);
    item.in_person = flag_at(json, "in_person");
    item.form = read_form(json, reading);
    for (const auto& part : reading.list(json, "bundle", bundle_parts_max)) item.bundle.push_back(read_part(part, reading));
    return item;
}

}  // namespace

void CatalogueReading::complain(std::string_view what, std::string where) {
    if (!good()) return;
    what_ = what;
    where_ = std::move(where);
}

Status CatalogueReading::outcome() const {
    if (good()) return {};
    return failure(Error::Kind::invalid, "catalogue." + what_, where_);
}

std::string CatalogueReading::word(const Json& json, std::string_view key, std::size_t bytes_max) {
    const auto text = need_text(json, key, bytes_max);
    if (text && !text->empty() && is_clean(*text)) return *text;
    complain(part, place + " " + std::string(key));
    return {};
}

Text CatalogueReading::text(const Json& json, std::string_view key, bool may_be_absent, std::size_t bytes_max) {
    if (may_be_absent && (!json.is_object() || !json.contains(key))) return {};
    const auto& both = object_at(json, key);
    Text text{text_at(both, "zh"), text_at(both, "en"), text_at(both, "mn")};
    bool fits = true;
    for (const auto* one : {&text.zh, &text.en, &text.mn}) fits = fits && one->size() <= bytes_max && is_clean(*one);
    if (fits && (may_be_absent || !text.zh.empty())) return text;
    complain(part, place + " " + std::string(key));
    return {};
}

std::int64_t CatalogueReading::number(const Json& json, std::string_view key, std::int64_t least, std::int64_t most, std::int64_t otherwise) {
    if (!json.is_object() || !json.contains(key)) return otherwise;
    const auto number = need_number(json, key);
    if (number && *number >= least && *number <= most) return *number;
    complain(part, place + " " + std::string(key));
    return otherwise;
}

const Json& CatalogueReading::list(const Json& json, std::string_view key, std::size_t most) {
    static const Json none = Json::array();
    if (!json.is_object() || !json.contains(key)) return none;
    const auto& list = list_at(json, key);
    if (json.find(key)->is_array() && list.size() <= most) return list;
    complain(part, place + " " + std::string(key));
    return none;
}

std::vector<std::string> CatalogueReading::words(const Json& json, std::string_view key, std::size_t most) {
    std::vector<std::string> words;
    for (const auto& entry : list(json, key, most)) {
        if (entry.is_string() && entry.get_ref<const std::string&>().size() <= 200 && is_clean(entry.get_ref<const std::string&>()))
            words.push_back(entry.get<std::string>());
        else
            complain(part, place + " " + std::string(key));
    }
    return words;
}

const Item* Catalogue::item(std::string_view code) const {
    const auto found = std::find_if(items.begin(), items.end(), [code](const Item& item) { return item.code == code; });
    return found == items.end() ? nullptr : &*found;
}

const Department* Catalogue::department(std::string_view code) const {
    const auto found = std::find_if(departments.begin(), departments.end(), [code](const Department& one) { return one.code == code; });
    return found == departments.end() ? nullptr : &*found;
}

Result<Catalogue> read_catalogue(std::string_view json_text) {
    if (json_text.size() > catalogue_bytes_max) return failure(Error::Kind::exhausted, "catalogue.too_large");
    const auto json = parse_json(json_text);
    if (!json || !json->is_object() || !json->contains("departments") || !json->contains("items"))
        return failure(Error::Kind::invalid, "catalogue.malformed", json ? "members" : json.error().code);

    CatalogueReading reading;
    Catalogue catalogue;
    reading.part = "malformed";
    reading.place = "bundle";
    catalogue.version = reading.number(*json, "version", 0, INT64_MAX, 0);
    const auto& departments = reading.list(*json, "departments", departments_max);
    const auto& items = reading.list(*json, "items", items_max);
    if (const auto days = catalogue.days.add(object_at(*json, "calendar")); !days) reading.complain("calendar", days.error().detail);
    std::set<std::string> codes, department_codes;
    for (const auto& one : departments) {
        catalogue.departments.push_back(read_department(one, reading));
        if (!department_codes.insert(catalogue.departments.back().code).second) reading.complain("department", reading.place + " twice");
    }
    for (const auto& one : items) {
        catalogue.items.push_back(read_item(one, reading));
        const auto& item = catalogue.items.back();
        if (!codes.insert(item.code).second) reading.complain("item", item.code + " twice");
        if (!department_codes.contains(item.department)) reading.complain("item", item.code + " department");
        if (!reading.good()) break;
    }
    if (const auto outcome = reading.outcome(); !outcome) return failure(outcome.error());
    return catalogue;
}

}  // namespace onecard::flow
