// What a machine shows when nobody is there: the hall's hours, notices, where things are, and how old what it knows is, one after the other.
#include <algorithm>

#include "kiosk/screens/page.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::screens {
namespace {

constexpr std::size_t notices_max = 5, letters_max = 400, departments_max = 5;

// A notice is read here at a glance; the whole of it stands under its tile.
std::string beginning(const std::string& text) {
    if (text.size() <= letters_max) return text;
    auto end = letters_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + " …";
}

ui::Bar bar(const flow::BoardView::Line& line, const std::string& name) {
    const auto per_cent = line.counted * 100 / line.of;
    constexpr std::int64_t good = 90, fair = 70;
    ui::Bar bar;
    bar.label = name;
    bar.value = std::to_string(per_cent) + " %  (" + std::to_string(line.counted) + " / " + std::to_string(line.of) + ")";
    bar.share = static_cast<float>(line.counted) / static_cast<float>(line.of);
    bar.tone = per_cent >= good ? ui::Tone::good : per_cent >= fair ? ui::Tone::info : ui::Tone::caution;
    return bar;
}

}  // namespace

void Page::rest(ui::Kit& kit) const {
    const auto& notices = context_.model.notices;
    const auto shown = std::min(notices_max, notices.size());
    const auto page = static_cast<std::size_t>(to_millis(machine().now) / rest_page_time.count()) % (shown + 3 + (context_.model.board ? 1 : 0));
    if (page == 0) rest_hall(kit);
    else if (page <= shown) rest_notice(kit, notices[page - 1]);
    else if (page == shown + 1) rest_places(kit);
    else if (page == shown + 2) rest_data(kit);
    else rest_board(kit, *context_.model.board);
    for (std::size_t i = 0; i < context_.model.calls.size(); ++i)
        kit.text("rest.call." + std::to_string(i + 1), call_in_words(context_.model.calls[i]), i == 0 ? ui::TextStyle::title : ui::TextStyle::large);
    kit.gap(4);
    kit.text("rest.touch", say("rest.touch"), ui::TextStyle::large);
    kit.text("rest.touch.other", say("rest.touch.other"), ui::TextStyle::strong);
    kit.end_dialog();
}

std::string Page::call_in_words(const flow::CallView& call) const {
    return say("ticket.call", {{"number", call.number}, {"counter", call.counter}});
}

void Page::rest_hall(ui::Kit& kit) const {
    const auto language = ui::language_from(strings().language());
    kit.begin_dialog("rest.hall", machine().hall, true);
    kit.text("rest.time", ui::time_of_day(machine().now), ui::TextStyle::amount);
    kit.text("rest.day", ui::date(machine().now, language) + "  " + ui::weekday(machine().now, language), ui::TextStyle::large);
    int number = 0;
    for (const auto& hours : context_.model.about_hall.hours) kit.fact("rest.hours." + std::to_string(++number), say(hours.days), hours.time, ui::TextStyle::strong);
    if (!machine().keeper_phone.empty()) kit.fact("rest.phone", say("phone.keeper"), machine().keeper_phone);
}

void Page::rest_notice(ui::Kit& kit, const flow::NoticeView& notice) const {
    kit.begin_dialog("rest.notice", say(notice.title), true);
    kit.text("rest.notice.body", beginning(say(notice.body)), ui::TextStyle::large);
    kit.text("rest.notice.publisher", say(notice.publisher) + "  " + date(notice.published_at), ui::TextStyle::muted);
}

void Page::rest_places(ui::Kit& kit) const {
    kit.begin_dialog("rest.places", say("rest.places"), true);
    const auto& hall = context_.model.about_hall;
    ui::Plan plan;
    for (const auto& place : hall.places)
        if (place.room) plan.rooms.push_back({say(place.what), place.room->x, place.room->y, place.room->width, place.room->height});
    if (hall.here) plan.here = {{say("rest.here"), hall.here->x, hall.here->y, 0, 0}};
    if (!plan.rooms.empty()) kit.plan("rest.plan", plan);
    int number = 0, shown = 0;
    for (const auto& place : hall.places) {
        const auto on_plan = place.room ? std::to_string(++shown) + "  " : std::string();
        kit.fact("rest.place." + std::to_string(++number), on_plan + say(place.what), say(place.where), ui::TextStyle::strong);
    }
}

// What is promised here and what becomes of it, in figures that everybody may see.
void Page::rest_board(ui::Kit& kit, const flow::BoardView& board) const {
    kit.begin_dialog("rest.board", say("rest.board", {{"community", say(board.community)}}), true);
    std::vector<ui::Bar> bars;
    for (const auto& line : board.figures) bars.push_back(bar(line, say(line.name)));
    if (!bars.empty()) kit.chart("rest.board.community", say("rest.board.days", board.period_days), bars, ui::ChartKind::lying);
    bars.clear();
    for (const auto& line : board.departments)
        if (bars.size() < departments_max) bars.push_back(bar(line, say(line.name)));
    if (!bars.empty()) kit.chart("rest.board.departments", say("rest.board.departments"), bars, ui::ChartKind::lying);
    kit.text("rest.board.age", say("rest.board.age", {{"age", age(strings(), board.as_of, machine().now)}}), ui::TextStyle::muted);
}

// How old each thing is that this machine would answer from.
void Page::rest_data(ui::Kit& kit) const {
    const auto how_old = [this](const std::optional<Timestamp>& as_of) { return as_of ? age(strings(), *as_of, machine().now) : say("rest.never"); };
    kit.begin_dialog("rest.data", say("rest.data"), true);
    kit.fact("rest.data.network", say("rest.data.network"), say(machine().online ? "strip.online" : "strip.offline"), ui::TextStyle::strong);
    kit.fact("rest.data.sync", say("rest.data.sync"), how_old(machine().last_sync), ui::TextStyle::strong);
    kit.fact("rest.data.notices", say("rest.data.notices"), how_old(machine().notices_as_of), ui::TextStyle::strong);
    kit.fact("rest.data.waiting", say("rest.data.waiting"), std::to_string(machine().waiting), ui::TextStyle::strong);
}

}  // namespace onecard::screens
