#include "kiosk/play/player.hpp"

#include <thread>

#include "base/file.hpp"
#include "base/text.hpp"
#include "kiosk/play/json_path.hpp"
#include "kiosk/play/memory_search.hpp"

namespace onecard::play {
namespace {

constexpr Millis shown_within{5000}, synced_within{30'000}, pulled_within{3000}, look_again{15};
constexpr int pages_max = 40;

tl::unexpected<Error> not_so(std::string reason) { return failure(Error::Kind::refused, "visit.line", std::move(reason)); }

}  // namespace

Status Player::play(const std::vector<Line>& script) {
    for (const auto& line : script) {
        const auto done = one(line);
        if (done) continue;
        const auto name = stage_.visit + "-failed";
        const auto picture = shot(name) ? " (picture: " + name + ".png)" : std::string();
        const auto& error = done.error();
        return not_so("line " + std::to_string(line.number) + ": " + (error.detail.empty() ? error.code : error.detail) + picture);
    }
    return {};
}

Result<View> Player::until(const std::string& what, const std::function<bool(const View&)>& condition, Millis at_most) {
    const auto give_up = std::chrono::steady_clock::now() + at_most;
    for (;;) {
        auto view = stage_.robot.look();
        if (!view) return view;
        if (condition(*view)) return view;
        if (std::chrono::steady_clock::now() > give_up) return not_so(what + "; on the screen: " + view->screen);
        std::this_thread::sleep_for(look_again);
    }
}

Status Player::one(const Line& line) {
    const auto& command = line.words[0];
    if (command == "tap" || command == "tap-text" || command == "type" || command == "choose" || command == "pin" || command == "language" || command == "mode" ||
        command == "sign")
        return touch_or_type(line);
    if (command == "key" || command == "digits" || command == "seek" || command == "reach" || command == "write") return keypad(line);
    if (command == "expect" || command == "absent" || command == "expect-text" || command == "absent-text" || command == "screen" || command == "heard" ||
        command == "printed" || command == "forgotten" || command == "unlogged" || command == "backend" ||
        command == "slips")
        return check(line);
    return world(line);
}

Status Player::touch_or_type(const Line& line) {
    const auto& words = line.words;
    if (words[0] == "tap") return tap(words[1]);
    if (words[0] == "tap-text") return tap_text(words[1]);
    if (words[0] == "type") return type(words[1], words[2]);
    if (words[0] == "choose") return tap(words[1] + "." + words[2]);
    if (words[0] == "pin") return pin(words[1]);
    if (words[0] == "sign") return sign(words[1]);
    if (words[0] == "language") return language(words[1]);
    return mode(words[1]);
}

Status Player::check(const Line& line) {
    const auto& command = line.words[0];
    const auto& what = line.words[1];
    if (command == "forgotten") return forgotten(what);
    if (command == "unlogged") return unlogged(what);
    if (command == "slips") return slips(line);
    if (command == "backend") {
        auto answer = stage_.admin.ask(what);
        if (!answer) return failure(answer.error());
        auto value = at_path(*answer, line.words[2]);
        if (!value) return failure(value.error());
        if (*value != line.words[3]) return not_so("the backend has " + *value + " at " + line.words[2]);
        return {};
    }
    const auto holds = [&](const View& view) {
        if (command == "expect") return view.find(what) != nullptr;
        if (command == "absent") return view.find(what) == nullptr;
        if (command == "expect-text") return view.find_text(what) != nullptr;
        if (command == "absent-text") return view.find_text(what) == nullptr;
        if (command == "screen") return view.screen == what;
        if (command == "heard") return view.spoken.find(what) != std::string::npos;
        return view.slip.find(what) != std::string::npos;
    };
    auto seen = until(command + " " + what + " does not hold", holds, shown_within);
    if (!seen) return failure(seen.error());
    return {};
}

Status Player::world(const Line& line) {
    const auto& words = line.words;
    const auto& command = words[0];
    if (command == "insert" || command == "remove") return stage_.cards.order(command == "insert" ? "insert " + words[1] : command);
    if (command == "tear") return stage_.cards.order(std::string("tear ") + (words[1] == "AFTER" ? "after" : words[1] == "BEFORE" ? "before" : words[1]) + " " + words[2]);
    if (command == "staff" || command == "staff-remove") return stage_.cards.order(command == "staff" ? "staff " + words[1] : command);
    if (command == "network") {
        stage_.relay.set_on(words[1] == "on");
        return {};
    }
    if (command == "server") return server(words[1], words[2]);
    if (command == "clock") {
        auto shift = read_shift(words[1]);
        if (!shift) return failure(shift.error());
        shift_ += *shift;
        return order({{"do", "clock"}, {"shift_ms", shift_}});
    }
    if (command == "idle") {
        auto time = read_shift("+" + words[1]);
        if (!time) return failure(time.error());
        return order({{"do", "idle"}, {"ms", *time}});
    }
    if (command == "scan") return scan(line);
    if (command == "linger") return linger(words[1]);
    if (command == "kill") return kill();
    if (command == "kiosk") return go_to(words[1]);
    if (command == "wait-sync") return wait_sync();
    if (command == "printer") return printer(line);
    if (command == "paper") return paper(words[1]);
    if (command == "phone") return device(stage_.phone, line);
    if (command == "terminal") return device(stage_.terminal, line);
    if (command == "wait") return wait(line);
    if (command == "backend-as") {
        stage_.admin.become(words[1]);
        return {};
    }
    if (command == "backend-refuses") return refused(words[1]);
    if (command == "shot") return shot(stage_.visit + "-" + words[1]);
    return stage_.admin.post(words[1], words.size() > 2 ? words[2] : "{}");
}

// Asking is answered by no, for what is asked and for who asks; not by an error of the server.
Status Player::refused(const std::string& path) {
    const auto answer = stage_.admin.ask(path);
    if (answer) return not_so("the backend answered");
    return answer.error().code == "admin.forbidden" ? Status() : Status(failure(answer.error()));
}

Status Player::order(const Json& order) {
    auto done = stage_.robot.order(order);
    if (!done) return failure(done.error());
    return {};
}

Status Player::touch(const Seen& target) { return stage_.robot.touch(target.x + target.width / 2, target.y + target.height / 2); }

// A person looks for a thing by turning pages, down first.
Status Player::tap(std::string_view key) {
    const std::string name(key);
    for (int turns = 0; turns < pages_max; ++turns) {
        auto view = until("there is no " + name + " to touch",
                          [&](const View& v) { const auto* t = v.find(key); return v.settled && t && t->enabled; }, shown_within);
        if (!view) return failure(view.error());
        const auto* target = view->find(key);
        if (target->visible) return touch(*target);
        const auto* turn = view->find(target->y > 0 ? "page.down" : "page.up");
        if (!turn || !turn->enabled) turn = view->find("page.up");
        if (!turn) return not_so(name + " is out of sight and the page can't be turned");
        if (auto turned = touch(*turn); !turned) return turned;
    }
    return not_so(name + " stays out of sight");
}

// Two strokes across the field, as a finger draws them.
Status Player::sign(const std::string& key) {
    auto view = until("there is no " + key + " to sign in", [&](const View& v) { const auto* t = v.find(key); return v.settled && t && t->visible; }, shown_within);
    if (!view) return failure(view.error());
    const auto& field = *view->find(key);
    for (const float from : {0.25F, 0.5F}) {
        Json points = Json::array();
        for (int i = 0; i <= 12; ++i) {
            const float along = static_cast<float>(i) / 12;
            const float x = field.x + field.width * (from + 0.2F * along), y = field.y + field.height * (0.35F + 0.3F * (i % 4 < 2 ? along : 1 - along));
            points.push_back({x, y});
        }
        if (auto drawn = order({{"do", "draw"}, {"points", std::move(points)}}); !drawn) return drawn;
    }
    return {};
}

// Laid under the camera: its software puts a picture where the kiosk looks.
Status Player::paper(const std::string& name) {
    if (stage_.camera.empty()) return not_so("the settings name no folder of a camera");
    std::error_code error;
    std::filesystem::create_directories(stage_.camera, error);
    const auto hidden = stage_.camera / ".coming";  // it appears whole
    std::filesystem::copy_file(stage_.papers / name, hidden, std::filesystem::copy_options::overwrite_existing, error);
    if (!error) std::filesystem::rename(hidden, stage_.camera / std::filesystem::path(name).filename(), error);
    return error ? Status(not_so("no such paper: " + name)) : Status();
}

Status Player::tap_text(std::string_view text) {
    auto view = until("nothing reads " + std::string(text), [&](const View& v) { return v.settled && v.find_text(text); }, shown_within);
    if (!view) return failure(view.error());
    return tap(view->find_text(text)->key);
}

Status Player::pin(const std::string& digits) {
    for (const char digit : digits)
        if (auto done = tap(std::string("pin.") + digit); !done) return done;
    return tap("pin.enter");
}

Status Player::language(const std::string& wanted) {
    for (int tries = 0; tries < 6; ++tries) {
        auto view = stage_.robot.look();
        if (!view) return failure(view.error());
        if (view->language == wanted) return {};
        const auto direct = "language." + wanted;
        if (auto done = tap(view->find(direct) ? direct : "language"); !done) return done;
        auto settled = until("the language switch does not settle", [](const View& v) { return v.settled; }, shown_within);
        if (!settled) return failure(settled.error());
    }
    return not_so("the language does not become " + wanted);
}

Status Player::mode(const std::string& wanted) {
    if (wanted == "large") return tap("larger");
    if (wanted == "speech") return tap("voice");
    const bool look = wanted == "day" || wanted == "night" || wanted == "contrast";
    if (auto done = tap("ease"); !done) return done;
    if (auto done = tap((look ? "ease.look." : "ease.more.") + wanted); !done) return done;
    return tap("ease.done");
}

// A person stands before a resting machine until what they want comes round.
Status Player::linger(const std::string& key) {
    constexpr Millis a_page{15'000};
    constexpr int pages_in_turn_max = 12;
    for (int page = 0; page < pages_in_turn_max; ++page) {
        auto view = until("the screen does not settle", [](const View& v) { return v.settled; }, shown_within);
        if (!view) return failure(view.error());
        if (view->find(key)) return {};
        if (auto passed = order({{"do", "idle"}, {"ms", a_page.count()}}); !passed) return passed;
    }
    return not_so(key + " never comes round");
}

Status Player::kill() {
    stage_.robot.kill();
    if (auto started = stage_.robot.start(); !started) return started;
    return tell_again();
}

Status Player::go_to(const std::string& kiosk) {
    auto command = stage_.command_of(kiosk);
    if (!command) return failure(command.error());
    if (auto started = stage_.robot.become(*std::move(command)); !started) return started;
    return tell_again();
}

Status Player::tell_again() {
    if (shift_ != 0)
        if (auto done = order({{"do", "clock"}, {"shift_ms", shift_}}); !done) return done;
    if (server_error_ != 0) return order({{"do", "server_error"}, {"status", server_error_}});
    return {};
}

Status Player::server(const std::string& how, const std::string& value) {
    const auto number = std::strtoll(value.c_str(), nullptr, 10);
    if (how == "slow") {
        stage_.relay.set_delay(Millis(number));
        return {};
    }
    if (how != "error") return not_so("server takes slow or error");
    server_error_ = number;
    return order({{"do", "server_error"}, {"status", number}});
}

Status Player::wait_sync() {
    if (auto nudged = order({{"do", "sync"}}); !nudged) return nudged;
    // What the backend has for this kiosk should be here as well; a hall that was never online has nothing to wait for.
    (void)until("nothing was pulled yet", [](const View& v) { return v.pulled; }, pulled_within);
    auto empty = until("the outbox is not empty", [](const View& v) { return v.queue == 0; }, synced_within);
    if (!empty) return failure(empty.error());
    return {};
}

Status Player::printer(const Line& line) { return device(stage_.printer, line); }

Status Player::device(PrinterHand& hand, const Line& line) {
    std::string words;
    for (std::size_t i = 1; i < line.words.size(); ++i) words += (i > 1 ? " " : "") + line.words[i];
    auto done = hand.ask(words);
    if (!done) return failure(done.error());
    return {};
}

// A text, or the code on a slip from the tray; `changed`: with the lowest bit of its last character turned over.
Status Player::scan(const Line& line) {
    auto text = line.words[1];
    if (line.words.size() > 2) {
        auto code = stage_.printer.ask("code " + line.words[2]);
        if (!code) return failure(code.error());
        text = *std::move(code);
    }
    if (line.words.size() > 3 && !text.empty()) text.back() = static_cast<char>(text.back() ^ 1);
    return order({{"do", "scan"}, {"text", text}});
}

// What happens by itself behind the screen: until the backend says so, or a device does.
Status Player::wait(const Line& line) {
    const auto& who = line.words[1];
    std::string last;
    const auto so = [&](const View&) {
        if (who == "phone" || who == "terminal") {
            const auto answer = (who == "phone" ? stage_.phone : stage_.terminal).ask(line.words[2].substr(0, line.words[2].find('=')));
            last = answer ? *answer : answer.error().detail;
            return last == line.words[2].substr(line.words[2].find('=') + 1);
        }
        const auto answer = stage_.admin.ask(who);
        const auto path = line.words[2].substr(0, line.words[2].find('='));
        const auto value = answer ? at_path(*answer, path) : Result<std::string>(failure(answer.error()));
        last = value ? *value : value.error().code;
        return last == line.words[2].substr(line.words[2].find('=') + 1);
    };
    auto seen = until("it does not come to " + line.words[2], so, synced_within);
    if (!seen) return not_so(seen.error().detail + "; last: " + last);
    return {};
}

// How many slips lie in the tray, and what a phone would read off the last one.
Status Player::slips(const Line& line) {
    const auto& wanted = line.words[1];
    std::string count, code;
    const auto there = [&](const View& view) {
        const auto now = stage_.printer.ask("slips");
        count = now ? *now : now.error().detail;
        if (count != wanted) return false;
        if (line.words.size() < 3) return true;
        const auto* shown = view.find(line.words[2]);
        const auto read = stage_.printer.ask("code " + wanted);
        code = read ? *read : read.error().detail;
        return shown && !shown->value.empty() && code.find(shown->value) != std::string::npos;
    };
    auto seen = until("the printer has not put out what is wanted", there, synced_within);
    if (!seen) return not_so(seen.error().detail + "; slips: " + count + " code: " + code);
    return {};
}

// What the visitor showed must be gone from the kiosk's memory within a second (trust S5).
Status Player::forgotten(const std::string& text) {
    constexpr int looks = 20;
    for (int i = 0; i < looks; ++i) {
        auto found = count_in_memory(stage_.robot.pid(), text);
        if (!found) return failure(found.error());
        if (*found == 0) return {};
        std::this_thread::sleep_for(Millis(50));
    }
    return not_so("still in the kiosk's memory: what this line names");
}

// Nothing is proven by a log that is not there or says nothing.
Status Player::unlogged(const std::string& text) const {
    constexpr std::size_t bytes_max = 64 << 20;
    std::size_t bytes = 0;
    for (const auto& file : stage_.diaries) {
        const auto diary = read_file(file, bytes_max);
        if (!diary) return failure(diary.error());
        bytes += diary->size();
        if (diary->find(text) != std::string::npos) return not_so(file + " says what this line names");
    }
    if (bytes == 0) return not_so("no log says anything");
    return {};
}

Status Player::shot(const std::string& name) {
    auto settled = until("the screen does not settle", [](const View& v) { return v.settled; }, shown_within);
    if (!settled) return failure(settled.error());
    return order({{"do", "shot"}, {"path", (stage_.out / (name + ".png")).string()}});
}

}  // namespace onecard::play
