#include "kiosk/screens/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/ui/formats.hpp"

namespace onecard::screens {
namespace {

using ui::Icon;

constexpr std::array<std::pair<std::string_view, Icon>, 46> icons{{{"card", Icon::card}, {"water", Icon::water}, {"electricity", Icon::electricity},
    {"gas", Icon::gas}, {"telecom", Icon::telecom}, {"request", Icon::request}, {"cases", Icon::cases}, {"bills", Icon::bills},
    {"receipt", Icon::receipt}, {"search", Icon::search}, {"help", Icon::help}, {"home", Icon::home}, {"person", Icon::person},
    {"people", Icon::people}, {"house", Icon::house}, {"work", Icon::work}, {"school", Icon::school}, {"health", Icon::health},
    {"elder", Icon::elder}, {"shield", Icon::shield}, {"scales", Icon::scales}, {"calendar", Icon::calendar}, {"clock", Icon::clock},
    {"money", Icon::money}, {"check", Icon::check}, {"cross", Icon::cross}, {"warning", Icon::warning}, {"info", Icon::info},
    {"offline", Icon::offline}, {"online", Icon::online}, {"printer", Icon::printer}, {"phone", Icon::phone}, {"location", Icon::location},
    {"book", Icon::book}, {"star", Icon::star}, {"keyboard", Icon::keyboard}, {"camera", Icon::camera}, {"plus", Icon::plus},
    {"minus", Icon::minus}, {"leaf", Icon::leaf}, {"wrench", Icon::wrench}, {"megaphone", Icon::megaphone}, {"voice", Icon::voice},
    {"language", Icon::language}, {"larger", Icon::larger}, {"end", Icon::end}}};

}  // namespace

std::string sentence(const ui::Strings& strings, std::string_view code) {
    const auto own = "trouble." + std::string(code);
    if (strings.has(own)) return strings.text(own);
    const auto family = "trouble." + std::string(code.substr(0, code.find('.'))) + ".other";
    return strings.text(strings.has(family) ? family : "trouble.other");
}

std::string_view part_of(std::string_view code) {
    const auto family = code.substr(0, code.find('.'));
    if (family == "psam" || family == "payment") return "sam";
    if (family == "key") return "store";
    if (family == "profile") return "reader";
    for (const std::string_view known : {"reader", "sam", "printer", "store", "net"})
        if (family == known) return known;
    return "other";
}

std::string part_name(const ui::Strings& strings, std::string_view code) { return strings.text("fault.name." + std::string(part_of(code))); }

std::string still_works(const ui::Strings& strings, std::string_view code) {
    if (code == "profile.some_closed") return strings.text("fault.still_works");
    if (code == "store.kept_aside") return strings.text("fault.works.kept_aside");
    const auto part = part_of(code);
    return strings.text(part == "other" ? "fault.still_works" : "fault.works." + std::string(part));
}

std::string day(const ui::Strings& strings, const std::string& text) {
    const auto language = ui::language_from(strings.language());
    if (Timestamp instant; text.size() > 10 && from_iso(text, instant)) return ui::date(instant, language);
    return ui::date(std::string_view(text), language);
}

std::string when(const ui::Strings& strings, const std::string& instant) {
    Timestamp time;
    return from_iso(instant, time) ? ui::date_and_time(time, ui::language_from(strings.language())) : instant;
}

std::string money(const ui::Strings& strings, Fen amount) { return ui::money(amount, ui::language_from(strings.language())); }

std::string age(const ui::Strings& strings, Timestamp then, Timestamp now) {
    const auto minutes = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::minutes>(now - then).count());
    if (minutes < 1) return strings.text("age.now");
    if (minutes < 60) return strings.text("age.minutes", minutes);
    if (minutes < 48 * 60) return strings.text("age.hours", minutes / 60);
    return strings.text("age.days", minutes / (24 * 60));
}

Icon icon(std::string_view name) {
    const auto found = std::find_if(icons.begin(), icons.end(), [name](const auto& known) { return known.first == name; });
    return found == icons.end() ? Icon::request : found->second;
}

Icon service_icon(std::string_view service) {
    if (service == "water") return Icon::water;
    if (service == "electricity") return Icon::electricity;
    if (service == "gas") return Icon::gas;
    if (service == "telecom") return Icon::telecom;
    return Icon::bills;
}

}  // namespace onecard::screens
