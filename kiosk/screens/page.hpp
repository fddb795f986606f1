// What all pages share: the strips above and below, the warning before time is over, and the words.
#pragma once
#include <optional>
#include <string>

#include "kiosk/flow/turn.hpp"
#include "kiosk/screens/screen.hpp"
#include "kiosk/screens/words.hpp"

namespace onecard::screens {

using Kind = flow::Event::Kind;
using Asked = std::optional<flow::Event>;

class PinChoice;

class Page : public Screen {
public:
    explicit Page(Context context) : context_(context) {}
    /// Strips, the content of the page, then the warning that stands over everything.
    Asked draw(ui::Kit& kit) final;

protected:
    virtual std::string title() const = 0;
    virtual Asked content(ui::Kit& kit) = 0;
    /// What the strip's Back means here.
    virtual flow::Event back() const { return {Kind::back, {}}; }
    /// What this page changes in the strips: no way back, a progress line.
    virtual void adjust(ui::Frame&) const {}

    flow::Visit& visit() const { return context_.model.visit; }
    const flow::MachineView& machine() const { return context_.model.machine; }
    const ui::Strings& strings() const { return speaks_beside_ ? *context_.beside : context_.strings; }
    std::string say(std::string_view key, ui::Arguments arguments = {}) const { return strings().text(key, arguments); }
    std::string say(std::string_view key, std::int64_t count, ui::Arguments arguments = {}) const { return strings().text(key, count, arguments); }
    const std::string& say(const flow::Text& text) const { return text.in(strings().language()); }
    /// An amount of the visitor's; dots until touched where they want that.
    std::string yuan(Fen amount) const { return amount_text(money(strings(), amount)); }
    std::string amount_text(const std::string& text) const;
    std::string date(const std::string& text) const { return day(strings(), text); }

    /// A sentence about a failure with its code below, for those who are called for help.
    void trouble(ui::Kit& kit, std::string_view key, const std::string& code, ui::Tone tone = ui::Tone::trouble) const;
    /// The honest word about the paper of `visit().receipt`: under way, printed, saved, none, or somebody must look.
    void show_slip(ui::Kit& kit) const;
    /// No slip came out, or nobody knows: the code on the screen is what counts.
    bool slip_missing() const;
    /// A new try, once that can work; the button for it stands among the last.
    Asked print_again(ui::Kit& kit) const;
    /// Something is under way that was asked for. Once it takes longer than work of this kind does, how long it has been and `advice` are added.
    void working(ui::Kit& kit, const std::string& key, const std::string& text, std::string_view advice) const;
    /// The row that leads to the numbers for emergencies.
    ui::Row emergency(std::string key) const;
    /// Who stands there with a badge, or why the badge does not count; nothing when none lies there.
    void show_staff(ui::Kit& kit) const;
    /// One entry of a PIN that is being chosen; `step`: key of what to type now.
    std::optional<SecretText> ask_pin(ui::Kit& kit, const char* step, const PinChoice& choice) const;
    /// For which relative this is done; nothing when it is for the holder.
    void show_for_whom(ui::Kit& kit) const;
    /// Who is called where.
    std::string call_in_words(const flow::CallView& call) const;
    /// That what is shown comes from `as_of`, once the network is away or it has grown old.
    void show_age(ui::Kit& kit, std::string_view key, const std::optional<Timestamp>& as_of) const;

    Context context_;

private:
    ui::Frame frame();
    std::string title_beside();
    Asked warning(ui::Kit& kit) const;
    // ease.cpp
    Asked ease(ui::Kit& kit) const;
    Asked curtain(ui::Kit& kit) const;
    Asked languages(ui::Kit& kit) const;
    // rest.cpp
    void rest(ui::Kit& kit) const;
    void rest_hall(ui::Kit& kit) const;
    void rest_notice(ui::Kit& kit, const flow::NoticeView& notice) const;
    void rest_places(ui::Kit& kit) const;
    void rest_data(ui::Kit& kit) const;
    void rest_board(ui::Kit& kit, const flow::BoardView& board) const;
    Asked strip(const std::string& key) const;

    bool speaks_beside_ = false;  ///< while a title is made in the other language
};

}  // namespace onecard::screens
