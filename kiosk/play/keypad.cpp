// How the player goes through the kiosk with the keypad alone: key by key, as somebody does who hears and does not see.
#include "base/text.hpp"
#include "kiosk/play/player.hpp"

namespace onecard::play {
namespace {

constexpr int steps_max = 120;
constexpr Millis settled_within{5000};

tl::unexpected<Error> cannot(std::string reason) { return failure(Error::Kind::refused, "visit.line", std::move(reason)); }

}  // namespace

Status Player::keypad(const Line& line) {
    const auto& words = line.words;
    if (words[0] == "seek") return seek(words[1]);
    if (words[0] == "reach") return reach(words[1]);
    if (words[0] == "write") return write(words[1]);
    if (words[0] == "digits") return order({{"do", "key"}, {"text", words[1]}});
    const int times = words.size() > 2 ? std::atoi(words[2].c_str()) : 1;
    for (int i = 0; i < times; ++i)
        if (auto done = press_key(words[1]); !done) return done;
    return {};
}

Status Player::press_key(const std::string& name) {
    auto settled = until("the screen does not settle", [](const View& v) { return v.settled; }, settled_within);
    if (!settled) return failure(settled.error());
    return order({{"do", "key"}, {"name", name}});
}

// Goes down until these words are heard; what was said last counts.
Status Player::seek(const std::string& words) {
    for (int steps = 0; steps < steps_max; ++steps) {
        if (auto done = press_key("down"); !done) return done;
        auto view = stage_.robot.look();
        if (!view) return failure(view.error());
        if (view->spoken.find(words) != std::string::npos) return {};
    }
    return cannot("going down, nobody says " + words);
}

Status Player::reach(const std::string& key) {
    auto there = until("there is no " + key + " to reach", [&](const View& v) { return v.settled && v.find(key); }, settled_within);
    if (!there) return failure(there.error());
    for (int steps = 0; steps < steps_max; ++steps) {
        auto view = stage_.robot.look();
        if (!view) return failure(view.error());
        if (view->pointed == key) return {};
        if (auto done = press_key("down"); !done) return done;
    }
    return cannot("the keypad does not come to " + key);
}

// On the keys of the screen, each found and entered with the keypad.
Status Player::write(const std::string& text) {
    auto answer = stage_.robot.order({{"do", "spelling"}, {"text", text}});
    if (!answer) return failure(answer.error());
    for (const auto& piece : list_at(*answer, "pieces"))
        if (auto done = write_piece(text_at(piece, "text"), text_at(piece, "keys"), text_at(piece, "mode")); !done) return done;
    return press_key("back");
}

// Pinyin where there is a spelling for it, and the candidate that is the piece; else letter by letter in the mode that has it.
Status Player::write_piece(const std::string& text, const std::string& letters, const std::string& method) {
    const bool latin = static_cast<unsigned char>(text.front()) < 0x80;
    if (!latin && letters.empty()) return cannot("no input method writes one of these characters");
    for (const char letter : latin ? text : letters) {
        auto view = stage_.robot.look();
        if (!view) return failure(view.error());
        const auto key = letter == ' ' ? std::string("key.space") : std::string("key.") + letter;
        const auto mode = std::string("key.mode.") + (!latin ? method : letter >= '0' && letter <= '9' ? "digits" : "latin");
        const auto* other_mode = view->find(mode);
        if (other_mode && !other_mode->selected)
            for (const auto& done : {reach(mode), press_key("enter")})
                if (!done) return done;
        if (auto there = reach(key); !there) return there;
        if (auto done = press_key("enter"); !done) return done;
    }
    if (latin) return {};
    for (int pages = 0; pages < steps_max; ++pages) {
        auto view = until("no candidates come up", [](const View& v) { return v.settled && v.find("candidate.0"); }, settled_within);
        if (!view) return failure(view.error());
        for (const auto& target : view->targets)
            if (target.role == "candidate" && target.label == text) {
                if (auto there = reach(target.key); !there) return there;
                return press_key("enter");
            }
        if (auto there = reach("candidate.next"); !there) return there;
        if (auto done = press_key("enter"); !done) return done;
    }
    return cannot("no candidate is " + text);
}

}  // namespace onecard::play
