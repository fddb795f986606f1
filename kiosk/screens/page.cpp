#include "kiosk/screens/page.hpp"

#include <utility>

#include "kiosk/ui/formats.hpp"
#include "kiosk/ui/veil.hpp"

namespace onecard::screens {
namespace {

// Each in its own script: whoever can't read the page must find the way out of it.
constexpr std::pair<std::string_view, std::string_view> language_names[] = {{"zh-Hans", "中文"}, {"mn-Mong", "ᠮᠣᠩᠭᠣᠯ"}, {"en", "English"}};

}  // namespace

Asked Page::draw(ui::Kit& kit) {
    kit.page(frame());
    auto asked = content(kit);
    if (visit().over == flow::Over::ease) asked = ease(kit);
    if (visit().over == flow::Over::curtain) asked = curtain(kit);
    if (visit().over == flow::Over::languages) asked = languages(kit);
    if (visit().over == flow::Over::rest) rest(kit);
    if (visit().seconds_left) asked = warning(kit);
    if (const auto key = kit.pressed())
        if (const auto wanted = strip(*key)) return wanted;
    return asked;
}

std::string Page::title_beside() {
    if (!context_.beside || !ui::is_vertical(ui::language_from(strings().language()))) return {};
    speaks_beside_ = true;
    auto words = title();
    speaks_beside_ = false;
    return words == title() ? std::string() : words;
}

ui::Frame Page::frame() {
    const auto& now = visit();
    ui::Frame frame;
    frame.title = title();
    frame.title_beside = title_beside();
    frame.beside_first = context_.beside_first;
    frame.hall = machine().hall;
    frame.clock = ui::time_of_day(machine().now);
    frame.online = machine().online;
    frame.network = say(machine().online ? "strip.online" : "strip.offline");
    frame.card_in = now.card_in;
    const auto* card = now.reading_card ? "strip.card_reading" : now.card_in ? "strip.card_in" : "strip.card_out";
    frame.card = say(machine().reader_ready ? card : "strip.no_reader");
    frame.can_go_back = frame.can_go_home = frame.can_end = true;
    frame.can_cover = now.holder.has_value();
    adjust(frame);
    return frame;
}

std::string Page::amount_text(const std::string& text) const { return visit().settings.hide_amounts ? ui::veil(text, "••••") : text; }

Asked Page::strip(const std::string& key) const {
    if (key == "back") return back();
    if (key == "home") return flow::Event{Kind::home, {}};
    if (key == "help") return flow::Event{Kind::help, {}};
    if (key == "end") return flow::Event{Kind::end, {}};
    if (key == "language") return flow::Event{Kind::show_over, "languages"};
    if (key == "larger") return flow::Event{Kind::larger, {}};
    if (key == "cover") return flow::Event{Kind::show_over, "curtain"};
    if (key == "ease") return flow::Event{Kind::show_over, "ease"};
    if (key == "voice") return flow::Event{Kind::voice, {}};
    return std::nullopt;
}

Asked Page::warning(ui::Kit& kit) const {
    Asked asked;
    kit.begin_dialog("time_over", say("time_over.title"));
    kit.text("time_over.count", say("time_over.count", *visit().seconds_left));
    if (kit.button("more_time", say("time_over.more_time"), ui::Emphasis::primary, ui::Icon::clock)) asked = flow::Event{Kind::more_time, {}};
    if (kit.button("end_now", say("time_over.end_now"), ui::Emphasis::quiet)) asked = flow::Event{Kind::end, {}};
    kit.end_dialog();
    return asked;
}

Asked Page::languages(ui::Kit& kit) const {
    Asked asked;
    kit.begin_dialog("languages", say("languages.title"));
    for (const auto& [tag, name] : language_names) {
        const bool now = strings().language() == tag;
        const auto emphasis = now ? ui::Emphasis::primary : ui::Emphasis::normal;
        if (kit.button("language." + std::string(tag), name, emphasis, now ? ui::Icon::check : ui::Icon::none))
            asked = flow::Event{Kind::language, std::string(tag)};
    }
    kit.end_dialog();
    return asked;
}

void Page::trouble(ui::Kit& kit, std::string_view key, const std::string& code, ui::Tone tone) const {
    kit.notice(key, tone, sentence(strings(), code));
    kit.text(std::string(key) + ".code", say("trouble.code", {{"code", code}}), ui::TextStyle::muted);
}

void Page::working(ui::Kit& kit, const std::string& key, const std::string& text, std::string_view advice) const {
    const int usual_seconds = visit().usual_seconds;
    const auto seconds = visit().working_seconds.value_or(0);
    // As far as it usually is by now; beyond that nobody knows, and the sign only says that work goes on.
    const auto done = seconds < usual_seconds ? std::optional<float>(static_cast<float>(seconds + 1) / static_cast<float>(usual_seconds + 1)) : std::nullopt;
    kit.progress(key, text, done);
    if (done) return;
    kit.text(key + ".still", say("working.still", {{"seconds", std::to_string(seconds)}}), ui::TextStyle::strong);
    kit.text(key + ".advice", say(advice));
}

void Page::show_age(ui::Kit& kit, std::string_view key, const std::optional<Timestamp>& as_of) const {
    constexpr auto fresh = std::chrono::minutes(10);
    if (!as_of || (machine().online && machine().now - *as_of < fresh)) return;
    kit.notice(key, ui::Tone::info, say(key, {{"age", age(strings(), *as_of, machine().now)}}));
}

ui::Row Page::emergency(std::string key) const {
    ui::Row row;
    row.key = std::move(key);
    row.icon = ui::Icon::warning;
    row.title = say("welcome.emergency");
    row.note = say("welcome.emergency.note");
    row.tone = ui::Tone::trouble;
    return row;
}

void Page::show_staff(ui::Kit& kit) const {
    if (!visit().staff_trouble.empty()) return trouble(kit, "staff.trouble", visit().staff_trouble, ui::Tone::caution);
    if (!visit().staff) return;
    const auto* key = visit().holder ? "staff.together" : "staff.alone";
    kit.notice("staff.here", ui::Tone::info, say(key, {{"name", say(visit().staff->name)}, {"post", say(visit().staff->post)}}));
}

}  // namespace onecard::screens
