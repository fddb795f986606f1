#include "backend/cases/catalogue.hpp"

#include <algorithm>
#include <charconv>

#include "backend-client/wire/reading.hpp"
#include "backend-client/wire/services.hpp"
#include "backend/data/changes.hpp"
#include "backend/data/migrations.hpp"
#include "base/crypto.hpp"
#include "base/crypto_signature.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/secret.hpp"

namespace onecard::cases {
namespace {

constexpr std::size_t default_text_points = 100, default_long_text_points = 1000;

tl::unexpected<Error> malformed(std::string where) { return failure(Error::Kind::invalid, "catalogue.malformed", std::move(where)); }

std::optional<Field::Kind> kind_of(std::string_view word) {
    using Kind = Field::Kind;
    static constexpr std::pair<std::string_view, Kind> words[] = {
        {"text", Kind::text},       {"long_text", Kind::long_text}, {"number", Kind::number},       {"choice", Kind::choice},
        {"choices", Kind::choices}, {"date", Kind::date},           {"phone", Kind::phone},         {"id_number", Kind::id_number},
        {"card_fact", Kind::card_fact}, {"consent", Kind::consent}, {"money", Kind::money}, {"bank_account", Kind::bank_account},
        {"address", Kind::address}, {"signature", Kind::signature}, {"picture", Kind::picture}, {"slot", Kind::slot}};
    for (const auto& [known, kind] : words)
        if (known == word) return kind;
    return std::nullopt;
}

std::optional<std::int64_t> number_or_none(const Json& json, std::string_view key) {
    if (!json.contains(key) || !json[std::string(key)].is_number_integer()) return std::nullopt;
    return number_at(json, key);
}

Result<Field> field_from(const Json& json) {
    Field field;
    field.key = text_at(json, "key");
    const auto kind = kind_of(text_at(json, "kind"));
    if (field.key.empty() || !kind) return malformed("field " + field.key);
    field.kind = *kind;
    field.label = wire::localised_at(json, "label");
    field.required = flag_at(json, "required");
    const auto default_points = field.kind == Field::Kind::long_text ? default_long_text_points : default_text_points;
    field.points_min = static_cast<std::size_t>(std::max<std::int64_t>(0, number_at(json, "points_min")));
    field.points_max = static_cast<std::size_t>(std::max<std::int64_t>(1, number_at(json, "points_max", static_cast<std::int64_t>(default_points))));
    field.least = number_or_none(json, "min");
    field.most = number_or_none(json, "max");
    field.first_day = text_at(json, "min");
    field.last_day = text_at(json, "max");
    field.calendar = text_at(json, "calendar");
    for (const auto& option : list_at(json, "options")) field.options.push_back({text_at(option, "value"), wire::localised_at(option, "label")});
    if (const auto& when = object_at(json, "when"); !when.empty()) {
        Field::Condition condition{text_at(when, "key"), {}};
        for (const auto& value : list_at(when, "is"))
            if (value.is_string()) condition.is.push_back(value.get<std::string>());
        field.when = std::move(condition);
    }
    return field;
}

void read_classes(const Json& json, Item& item) {
    item.class_key = text_at(json, "key");
    item.class_step = text_at(json, "step");
    for (const auto& part : list_at(json, "list"))
        item.classes.push_back({text_at(part, "value"), text_at(part, "group"), text_at(part, "department"), wire::localised_at(part, "label"), limit_from(part)});
}

Result<Item> item_from(const Json& json, const wire::Localised& department) {
    Item item;
    item.code = text_at(json, "code");
    item.name = wire::localised_at(json, "name");
    item.department = department;
    item.result = wire::localised_at(json, "result");
    item.promised_days = static_cast<int>(number_at(json, "promised_days"));
    item.statutory_days = static_cast<int>(number_at(json, "statutory_days"));
    for (const auto& part : list_at(json, "steps"))
        item.steps.push_back({text_at(part, "code"), wire::localised_at(part, "name"), wire::localised_at(part, "holder"), limit_from(part)});
    for (const auto& part : list_at(json, "form")) {
        auto field = field_from(part);
        if (!field) return malformed(item.code + ", " + field.error().detail);
        item.form.push_back(std::move(*field));
    }
    item.promised_hours = static_cast<int>(number_at(json, "promised_hours"));
    item.in_person = flag_at(json, "in_person");
    read_classes(object_at(json, "classes"), item);
    if (item.code.empty() || item.name.zh.empty() || item.steps.empty()) return malformed("item " + item.code);
    return item;
}

}  // namespace

Limit limit_from(const Json& json) {
    const auto urgent = static_cast<int>(number_at(json, "urgent_hours")), hours = static_cast<int>(number_at(json, "hours"));
    return {static_cast<int>(number_at(json, "days")), urgent > 0 ? urgent : hours, urgent > 0};
}

Result<Catalogue> Catalogue::load(const std::filesystem::path& folder) {
    const auto services = wire::read_services(folder);
    if (!services) return failure(services.error());
    std::map<std::string, wire::Localised> names;
    for (const auto& department : services->departments) names[text_at(department, "code")] = wire::localised_at(department, "name");
    Catalogue catalogue;
    for (const auto& part : services->items) {
        auto item = item_from(part, names[text_at(part, "department")]);
        if (!item) return failure(item.error());
        if (catalogue.items_.contains(item->code)) return malformed(item->code + " is there twice");
        catalogue.items_.emplace(item->code, std::move(*item));
    }
    catalogue.departments_ = std::move(names);
    catalogue.departments_json_ = dump_json(services->departments);
    catalogue.items_json_ = dump_json(services->items);
    return catalogue;
}

void Catalogue::keep_days(const WorkingDays& days) { calendar_json_ = dump_json(days.to_json()); }

void Catalogue::publish(data::Connection& connection) {
    const auto content = "\"departments\":" + departments_json_ + ",\"items\":" + items_json_ + ",\"calendar\":" + calendar_json_;
    const auto digest = crypto::sha256_hex(content);
    const auto last = data::fact(connection, "catalogue_version");
    std::from_chars(last.data(), last.data() + last.size(), version_);
    if (digest != data::fact(connection, "catalogue_digest")) {
        ++version_;
        data::set_fact(connection, "catalogue_version", std::to_string(version_));
        data::set_fact(connection, "catalogue_digest", digest);
        data::catalogue_changed(connection);
    }
    bundle_ = "{\"version\":" + std::to_string(version_) + "," + content + "}";
    digest_ = crypto::sha256_hex(bundle_);
}

Status Catalogue::sign(const std::filesystem::path& certificate, const std::filesystem::path& key) {
    const auto certificate_pem = read_file(certificate);
    if (!certificate_pem) return failure(certificate_pem.error());
    auto key_pem = read_file(key);
    if (!key_pem) return failure(key_pem.error());
    auto signature = crypto::sign(bundle_, *certificate_pem, *key_pem);
    wipe(*key_pem);
    if (!signature) return failure(signature.error());
    signature_ = *std::move(signature);
    return {};
}

const Item* Catalogue::find(std::string_view code) const {
    const auto found = items_.find(code);
    return found == items_.end() ? nullptr : &found->second;
}

}  // namespace onecard::cases
