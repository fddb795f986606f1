// A dialog lies over the page; until it is answered nothing else can be touched.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screen_kit.hpp"

namespace onecard::ui {

void ScreenKit::begin_dialog(std::string_view key, std::string_view title) {
    if (keyboard_.is_open()) set_focus({});
    for (Target& target : targets_) target.visible = false;
    touchables_.clear();
    in_dialog_ = dialog_shown_ = true;
    painter_.use(Layer::dialog);
    painter_.fill({0, 0, metrics_.along(), metrics_.across()}, theme_.scrim);
    const float pad = metrics_.units(52), width = std::min(metrics_.along() - 2 * metrics_.units(44), metrics_.units(920)), inner = width - 2 * pad;
    const Paragraph& head = set(title, TextStyle::title, inner);
    const float above = pad + head.height() + metrics_.units(24);
    const float most = metrics_.across() - metrics_.units(160);
    const float height = std::min(most, above + dialog_.content() + pad);
    // Low: near the lower end of the window, whichever way the page is written.
    const float low = metrics_.view().low ? 0.8f : 0.5f;
    const Rect box{std::round((metrics_.along() - width) * (vertical_ ? low : 0.5f)), std::round((metrics_.across() - height) * (vertical_ ? 0.5f : low)),
                   width, std::round(height)};
    card(box, theme_.borders ? theme_.ground : theme_.surface, metrics_.units(36));
    painter_.text(head, box.x + pad, box.y + pad, theme_.text);
    dialog_.start({box.x + pad, box.y + above, inner, box.height - above - pad}, {metrics_.gap() * 1.1f, metrics_.gap()}, false);
    say(key, Role::title, title, {box.x + pad, box.y + pad, inner, head.height()});
    targets_.back().visible = true;
}

void ScreenKit::end_dialog() {
    in_dialog_ = false;
    painter_.use(Layer::page);
}

}  // namespace onecard::ui
