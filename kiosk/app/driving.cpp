// How the kiosk answers the visit player (the protocol is in driven.hpp).
#include <thread>

#include "kiosk/app/app.hpp"

namespace onecard::app {
namespace {

std::string_view name(ui::Role role) {
    switch (role) {
        case ui::Role::button: return "button";
        case ui::Role::tile: return "tile";
        case ui::Role::row: return "row";
        case ui::Role::field: return "field";
        case ui::Role::option: return "option";
        case ui::Role::key: return "key";
        case ui::Role::candidate: return "candidate";
        case ui::Role::text: return "text";
        case ui::Role::title: return "title";
        case ui::Role::notice: return "notice";
        case ui::Role::image: return "image";
    }
    return "text";
}

Json error(const std::string& what) { return {{"error", what}}; }

}  // namespace

bool App::take_orders() {
    bool any = false;
    for (; driving_; any = true) {
        auto order = driving_->take();
        if (!order) break;
        driving_->answer(obey(*order));
    }
    return any;
}

Json App::obey(const Json& order) {
    const auto what = text_at(order, "do");
    // What is answered must be what is shown.
    if (what == "look" || what == "shot") {
        take_letters();
        attendant_->tick();
        draw();
    }
    if (what == "look") {
        kit_->targets_known();
        return look();
    }
    if (what == "touch") return touch(order);
    if (what == "draw") return draw_stroke(order);
    if (what == "key") return key(order);
    if (what == "scan") return scan(text_at(order, "text"));
    if (what == "spelling") return spelling(text_at(order, "text"));
    if (what == "shot") {
        const auto written = ui::write_png(window_->surface(), text_at(order, "path"));
        return written ? Json::object() : error(written.error().code);
    }
    return disturb(order);
}

Json App::disturb(const Json& order) {
    const auto what = text_at(order, "do");
    if (what == "clock") machine_->clock().shift(Millis(number_at(order, "shift_ms")));
    else if (what == "idle") machine_->clock().pass(Millis(number_at(order, "ms")));
    else if (what == "server_error") machine_->disturb(static_cast<int>(number_at(order, "status")));
    else if (what != "sync") return error("no such order: " + what);
    machine_->nudge();
    return Json::object();
}

Json App::look() const {
    Json targets = Json::array();
    for (const auto& target : kit_->targets())
        targets.push_back({{"key", target.key},
                           {"role", name(target.role)},
                           {"label", target.label},
                           {"value", target.value},
                           {"rect", {target.rect.x, target.rect.y, target.rect.width, target.rect.height}},
                           {"enabled", target.enabled},
                           {"visible", target.visible},
                           {"selected", target.selected}});
    std::int64_t queue = 0;
    bool pulled = false;
    if (auto* store = machine_->store()) {
        if (const auto counts = store->outbox().counts()) queue = counts->waiting;
        if (const auto drafts = store->drafts().to_tell(); drafts && *drafts) ++queue;
        if (const auto as_of = store->cache().as_of()) pulled = as_of->has_value();
    }
    return {{"screen", flow::name(attendant_->screen())},
            {"language", strings_.language()},
            {"settled", !changed_ && !kit_->wants_frame() && !kit_->holds_keys() && on_screen_ == attendant_->screen()},
            {"queue", queue},
            {"pulled", pulled},
            {"spoken", narration_->spoken()},
            {"pointed", kit_->pointer()},
            {"slip", attendant_->last_slip()},
            {"targets", std::move(targets)}};
}

// Down, a frame, up, a frame: what a finger does.
Json App::touch(const Json& order) {
    const auto x = order.value("x", 0.0F), y = order.value("y", 0.0F);
    for (const auto kind : {ui::Touch::Kind::down, ui::Touch::Kind::up}) {
        attendant_->touched();
        window_->inject_touch({kind, x, y});
        for (auto& input : window_->wait(Millis(0))) take_input(std::move(input));
        draw();
    }
    return Json::object();
}

// One stroke of a finger through all the points.
Json App::draw_stroke(const Json& order) {
    const auto& points = list_at(order, "points");
    constexpr std::size_t points_max = 1000;
    if (points.size() < 2 || points.size() > points_max) return error("a stroke has 2 to 1000 points");
    for (std::size_t i = 0; i <= points.size(); ++i) {
        const auto& point = points[std::min(i, points.size() - 1)];
        if (!point.is_array() || point.size() != 2 || !point[0].is_number() || !point[1].is_number()) return error("a point is two numbers");
        const auto kind = i == 0 ? ui::Touch::Kind::down : i == points.size() ? ui::Touch::Kind::up : ui::Touch::Kind::move;
        attendant_->touched();
        window_->inject_touch({kind, point[0].get<float>(), point[1].get<float>()});
        for (auto& input : window_->wait(Millis(0))) take_input(std::move(input));
        draw();
    }
    return Json::object();
}

// A key of the keypad by its name, or text as a keyboard types it.
Json App::key(const Json& order) {
    const auto name = text_at(order, "name");
    const auto kind = ui::key_named(name);
    if (!kind && !order.contains("text")) return error("no such key: " + name);
    window_->inject_key(kind ? ui::KeyPress{*kind} : ui::KeyPress{ui::KeyPress::Kind::text, text_at(order, "text")});
    for (auto& input : window_->wait(Millis(0))) take_input(std::move(input));
    draw();
    return Json::object();
}

// As a scanner does that poses as a keyboard: character after character, faster than anybody types, and Enter.
Json App::scan(const std::string& text) {
    for (const char character : text) window_->inject_key({ui::KeyPress::Kind::text, std::string(1, character)});
    window_->inject_key({ui::KeyPress::Kind::enter});
    for (auto& input : window_->wait(Millis(0))) take_input(std::move(input));
    draw();
    return Json::object();
}

Json App::spelling(const std::string& text) {
    Json pieces = Json::array();
    for (const auto& piece : kit_->spelling(text))
        pieces.push_back({{"text", piece.text}, {"keys", piece.letters}, {"mode", std::string(ui::name(piece.mode))}});
    return {{"pieces", std::move(pieces)}};
}

}  // namespace onecard::app
