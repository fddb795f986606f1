#include "tests/kiosk/ui/stage.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace onecard::ui {

std::filesystem::path assets_folder() { return std::filesystem::path(ONECARD_SOURCE_DIR) / "assets"; }

Stage::Stage(std::function<void(Kit&)> page, std::string_view language, const View& view)
    : page_(std::move(page)), strings_(Strings::load(assets_folder() / "strings", language).value()),
      kit_(ScreenKit::open(assets_folder(), strings_, view, {clock_, random_}).value()), surface_(view.width, view.height) {
    frame();
}

void Stage::show(std::function<void(Kit&)> page, std::string name) {
    page_ = std::move(page);
    name_ = std::move(name);
    frame();
}

void Stage::frame() {
    int left = 10;
    do {
        kit_->begin_frame(name_);
        page_(*kit_);
        kit_->end_frame();
    } while (kit_->wants_frame() && --left > 0);
}

const Target* Stage::find(std::string_view key) const {
    const auto& all = kit_->targets();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Target& t) { return t.key == key; });
    return at == all.end() ? nullptr : &*at;
}

bool Stage::press(std::string_view key) {
    const Target* target = find(key);
    if (!target || !target->visible) return false;
    x_ = target->rect.x + target->rect.width / 2;
    y_ = target->rect.y + target->rect.height / 2;
    kit_->targets_known();
    kit_->feed(Touch{Touch::Kind::down, x_, y_});
    frame();
    return true;
}

bool Stage::release() {
    kit_->feed(Touch{Touch::Kind::up, x_, y_});
    frame();
    return true;
}

bool Stage::tap(std::string_view key) { return press(key) && release(); }

bool Stage::write_piece(const Spelling& piece) {
    if (piece.letters.empty()) {
        for (const char32_t point : code_points(piece.text)) {
            std::string one;
            append_utf8(one, point);
            if (!tap("key." + one)) return false;
        }
        return true;
    }
    for (const char letter : piece.letters) {
        if (!tap(std::string("key.") + letter)) return false;
    }
    for (int turns = 0; turns < 60; ++turns) {
        for (const Target& target : kit_->targets()) {
            if (target.role == Role::candidate && target.label == piece.text) return tap(std::string(target.key));
        }
        const Target* next = find("candidate.next");
        if (!next || !next->enabled || !tap("candidate.next")) return false;
    }
    return false;
}

bool Stage::write(std::string_view text) {
    for (const Spelling& piece : kit_->pinyin().spelling(text)) {
        if (!write_piece(piece)) return false;
    }
    return true;
}

Surface& Stage::paint() {
    kit_->paint(surface_);
    return surface_;
}

}  // namespace onecard::ui
