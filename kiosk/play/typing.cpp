// How the player types: by touching the keys of the on-screen input methods, as a person does.
#include "base/text.hpp"
#include "kiosk/play/player.hpp"

namespace onecard::play {
namespace {

constexpr int candidate_pages_max = 30;

tl::unexpected<Error> cannot(std::string reason) { return failure(Error::Kind::refused, "visit.line", std::move(reason)); }

bool is_ascii(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

// The longest candidate that the rest of the text begins with.
const Seen* fitting(const View& view, std::string_view rest) {
    const Seen* best = nullptr;
    for (const auto& target : view.targets) {
        if (!target.key.starts_with("candidate.") || target.role != "candidate") continue;
        if (target.label.empty() || !rest.starts_with(target.label)) continue;
        if (!best || target.label.size() > best->label.size()) best = &target;
    }
    return best;
}

std::string key_of(char c) {
    if (c == ' ') return "key.space";
    return std::string("key.") + c;
}

}  // namespace

Status Player::type(const std::string& key, const std::string& text) {
    if (auto done = tap(key); !done) return done;
    auto answer = stage_.robot.order({{"do", "spelling"}, {"text", text}});
    if (!answer) return failure(answer.error());
    for (const auto& piece : list_at(*answer, "pieces")) {
        const auto part = text_at(piece, "text");
        const auto mode = text_at(piece, "mode"), keys = text_at(piece, "keys");
        const auto done = is_ascii(part) ? type_latin(part) : mode == "mongolian" ? type_mongolian(part) : type_composed(mode, part, keys);
        if (!done) return done;
    }
    return tap("key.done");
}

Status Player::input_mode(std::string_view mode) {
    auto view = stage_.robot.look();
    if (!view) return failure(view.error());
    const auto key = "key.mode." + std::string(mode);
    const auto* target = view->find(key);
    if (!target || target->selected) return {};
    return tap(key);
}

Status Player::type_latin(const std::string& text) {
    for (const char c : text) {
        auto key = key_of(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter)
            if (auto switched = input_mode("latin"); !switched) return switched;
        auto view = stage_.robot.look();
        if (!view) return failure(view.error());
        if (!view->find(key)) {
            const bool digit = c >= '0' && c <= '9';
            if (auto switched = input_mode(digit ? "digits" : "latin"); !switched) return switched;
            view = stage_.robot.look();
            if (!view) return failure(view.error());
        }
        const bool upper = c >= 'A' && c <= 'Z';
        if (!view->find(key) && upper) {
            if (auto shifted = tap("key.shift"); !shifted) return shifted;
        }
        if (auto done = tap(key); !done) return done;
    }
    return {};
}

// One key a character. A vowel that is set apart shares its key with the sign before it; the joint is a key with a name.
Status Player::type_mongolian(const std::string& text) {
    if (auto switched = input_mode("mongolian"); !switched) return switched;
    if (text == "\u180E") {
        apart_ = true;
        return {};
    }
    auto key = text == "\u202F" ? std::string("key.joint") : "key." + std::string(apart_ ? "\u180E" : "") + text;
    apart_ = false;
    auto view = stage_.robot.look();
    if (!view) return failure(view.error());
    if (view->find(key)) return tap(key);
    if (auto shifted = tap("key.shift"); !shifted) return shifted;
    return tap(key);
}

Status Player::type_composed(std::string_view mode, const std::string& text, const std::string& spelling) {
    if (spelling.empty()) return cannot("no input method writes one of these characters");
    if (auto switched = input_mode(mode); !switched) return switched;
    for (const char c : spelling)
        if (auto done = tap(key_of(c)); !done) return done;
    return take_candidates(text);
}

Status Player::take_candidates(std::string rest) {
    for (int pages = 0; !rest.empty(); ++pages) {
        auto view = until("no candidates come up", [](const View& v) { return v.settled && v.find("candidate.0"); }, Millis(5000));
        if (!view) return failure(view.error());
        if (const auto* candidate = fitting(*view, rest)) {
            rest.erase(0, candidate->label.size());
            if (auto done = touch(*candidate); !done) return done;
            pages = 0;
            continue;
        }
        const auto* next = view->find("candidate.next");
        if (!next || !next->enabled || pages > candidate_pages_max) return cannot("no candidate fits the rest of the text");
        if (auto done = touch(*next); !done) return done;
    }
    return {};
}

}  // namespace onecard::play
