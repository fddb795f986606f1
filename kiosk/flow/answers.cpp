// What is wrong with an answer, and what is handed in when nothing is.
#include <algorithm>
#include <charconv>
#include <set>

#include "base/fen.hpp"
#include "base/numbers.hpp"
#include "base/regions.hpp"
#include "base/text.hpp"
#include "kiosk/flow/form.hpp"

namespace onecard::flow {
namespace {

using Kind = FormField::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string without_separators(std::string_view text) {
    std::string kept;
    for (const char c : text)
        if (c != ' ' && c != '-') kept.push_back(c);
    return kept;
}

// Written text holds characters only; a line may end in long ones.
bool is_writing(std::string_view text, bool lines) {
    return is_utf8(text) && std::none_of(text.begin(), text.end(), [lines](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return (byte < 0x20 && !(lines && c == '\n')) || byte == 0x7F;
           });
}

std::string text_trouble(const FormField& field, std::string_view text) {
    if (!is_writing(text, field.kind == Kind::long_text)) return "form.not_text";
    const auto points = length_in_points(text);
    if (points > field.points_max) return "form.too_long";
    if (points < field.points_min) return "form.too_short";
    return {};
}

std::string number_trouble(const FormField& field, std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return "form.not_a_number";
    if (field.min && number < *field.min) return "form.too_small";
    if (field.max && number > *field.max) return "form.too_large";
    return {};
}

std::string date_trouble(const FormField& field, std::string_view text, const std::string& today) {
    if (!is_date(text)) return "form.not_a_date";
    const auto bound = [&today](const std::string& day) { return day == "today" ? today : day; };
    if (const auto earliest = bound(field.earliest); !earliest.empty() && text < earliest) return "form.too_early";
    if (const auto latest = bound(field.latest); !latest.empty() && text > latest) return "form.too_late";
    return {};
}

std::string options_trouble(const FormField& field, const std::vector<std::string>& values) {
    std::set<std::string> seen;
    for (const auto& value : values) {
        const bool known = std::any_of(field.options.begin(), field.options.end(), [&](const Choice& option) { return option.value == value; });
        if (!known || !seen.insert(value).second) return "form.not_an_option";
    }
    if (field.kind == Kind::choice && values.size() > 1) return "form.not_an_option";
    return {};
}

std::string money_trouble(const FormField& field, std::string_view text) {
    const auto amount = from_yuan(text);
    if (!amount) return "form.not_money";
    if (field.min && amount->count() < *field.min) return "form.too_small";
    if (field.max && amount->count() > *field.max) return "form.too_large";
    return {};
}

// An answer of a place and a door; the place may still be on its way down to a building.
std::string address_trouble(const FormField& field, const std::vector<std::string>& values) {
    if (values.empty() || values.front().empty()) return field.required ? "form.required" : std::string{};
    if (values.front().size() < Regions::building_digits) return "form.address_open";
    const auto door = values.size() > 1 ? trim(values[1]) : std::string_view{};
    if (door.empty()) return "form.no_door";
    if (!is_writing(door, false)) return "form.not_text";
    return length_in_points(door) > address_door_points_max ? "form.too_long" : std::string{};
}

// A day is chosen first, then a time of it, or the telephone.
std::string slot_trouble(const FormField& field, std::string_view value) {
    if (value == time_by_phone || value.starts_with(field.calendar + ":")) return {};
    return is_date(value) ? "form.slot_open" : "form.not_an_option";
}

std::string tidy(const FormField& field, const std::string& value) {
    std::string text(trim(value));
    if (field.kind == Kind::phone || field.kind == Kind::bank_account) return without_separators(text);
    if (field.kind == Kind::money) return std::to_string(from_yuan(text).value_or(Fen{}).count());
    if (field.kind == Kind::picture) return text.starts_with(picture_answer) ? text.substr(picture_answer.size()) : std::string();
    if (field.kind == Kind::id_number)
        std::replace(text.begin(), text.end(), 'x', 'X');
    return text;
}

}  // namespace

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9})
        if (!is_digit(text[i])) return false;
    const auto number = [&](std::size_t from, std::size_t size) {
        int value = 0;
        std::from_chars(text.data() + from, text.data() + from + size, value);
        return value;
    };
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 1900 || year > 2199 || month < 1 || month > 12) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    constexpr int days[]{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return day >= 1 && day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool is_phone(std::string_view text) {
    const auto digits = without_separators(text);
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return false;
    if (digits[0] == '1') return digits.size() == 11 && digits[1] >= '3';
    if (digits[0] == '0') return digits.size() >= 10 && digits.size() <= 12 && digits[1] != '0';
    if (digits.starts_with("400") || digits.starts_with("800")) return digits.size() == 10 || digits.size() == 7 || digits.size() == 8;
    return digits.size() == 7 || digits.size() == 8;
}

bool is_id_number(std::string_view text) {
    if (text.size() != 18 || !std::all_of(text.begin(), text.begin() + 17, is_digit)) return false;
    const std::string birth = std::string(text.substr(6, 4)) + "-" + std::string(text.substr(10, 2)) + "-" + std::string(text.substr(12, 2));
    if (!is_date(birth)) return false;
    constexpr int weights[]{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < 17; ++i) sum += (text[i] - '0') * weights[i];
    const char check = "10X98765432"[sum % 11];
    return text[17] == check || (text[17] == 'x' && check == 'X');
}

std::string trouble(const FormField& field, const Draft& draft, const std::string& today) {
    if (field.kind == Kind::card_fact) return {};
    const auto found = draft.values.find(field.key);
    static const std::vector<std::string> none;
    const auto& values = found == draft.values.end() ? none : found->second;
    const std::string_view text = values.empty() ? std::string_view{} : trim(values.front());
    if (field.kind == Kind::consent) return field.required && text != "yes" ? "form.consent" : std::string{};
    if (field.kind == Kind::address) return address_trouble(field, values);
    if (text.empty()) return !field.required ? "" : field.kind == Kind::signature ? "form.not_signed" : "form.required";
    switch (field.kind) {
        case Kind::text: case Kind::long_text: return text_trouble(field, text);
        case Kind::number: return number_trouble(field, text);
        case Kind::choice: case Kind::choices: return options_trouble(field, values);
        case Kind::date: return date_trouble(field, text, today);
        case Kind::phone: return is_phone(text) ? std::string{} : "form.not_a_phone";
        case Kind::id_number: return is_id_number(text) ? std::string{} : "form.not_an_id_number";
        case Kind::money: return money_trouble(field, text);
        case Kind::bank_account: return is_bank_card(without_separators(text)) ? std::string{} : "form.not_a_bank_card";
        case Kind::signature: return text == "pin" || text.find(',') != std::string_view::npos ? std::string{} : "form.not_signed";
        case Kind::picture: return {};  // there is one: what was taken has been looked at
        case Kind::slot: return slot_trouble(field, text);
        case Kind::card_fact: case Kind::consent: case Kind::address: return {};
    }
    return {};
}

std::map<std::string, std::vector<std::string>> answers(const Item& item, const Draft& draft, const CardFacts& facts) {
    std::map<std::string, std::vector<std::string>> all;
    for (const auto* field : applying(item, draft)) {
        if (field->kind == Kind::card_fact) {
            if (const auto fact = facts.find(field->fact); fact != facts.end() && !fact->second.empty()) all[field->key] = {fact->second};
            continue;
        }
        const auto found = draft.values.find(field->key);
        if (found == draft.values.end()) continue;
        for (const auto& value : found->second)
            if (auto text = tidy(*field, value); !text.empty()) all[field->key].push_back(std::move(text));
    }
    return all;
}

}  // namespace onecard::flow
