// Whether a slip is true: anybody's, from any kiosk of the district, by its code alone.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::screens {
namespace {

class SlipCheck final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("slip_check.title"); }

    Asked content(ui::Kit& kit) override {
        if (const auto code = kit.scanned()) return flow::Event{Kind::check_slip, *code};
        const auto& slip = visit().slip_check;
        if (!slip) kit.picture("slip_check.picture", ui::Icon::receipt);
        else if (slip->code.empty()) tell(kit, *slip);
        else refuse(kit, slip->code);
        kit.gap(3);
        kit.text("slip_check.how", say(slip ? "slip_check.another" : "slip_check.how"), slip ? ui::TextStyle::muted : ui::TextStyle::large);
        return std::nullopt;
    }

    void refuse(ui::Kit& kit, const std::string& code) {
        kit.picture("slip_check.picture", ui::Icon::warning, ui::Tone::trouble);
        trouble(kit, "slip_check.trouble", code);
    }

    void tell(ui::Kit& kit, const flow::SlipCheckView& slip) {
        kit.picture("slip_check.picture", ui::Icon::check, ui::Tone::good);
        kit.notice("slip_check.true", ui::Tone::good, say(slip.kind == "certificate" ? "slip_check.code_true" : "slip_check.true"));
        if (slip.kind == "request" || slip.kind == "certificate") kit.fact("slip_check.item", say("receipt.fact.item"), say(slip.item), ui::TextStyle::strong);
        else kit.fact("slip_check.amount", say("slip_check." + slip.kind), yuan(slip.amount), ui::TextStyle::amount);
        if (slip.kind != "certificate") kit.fact("slip_check.state", say("slip_check.state"), say("slip.state." + (slip.now.empty() ? slip.state : slip.now)), ui::TextStyle::strong);
        int line = 0;
        for (const auto& [label, value] : slip.says) kit.fact("slip_check.says." + std::to_string(++line), label, value, ui::TextStyle::strong);
        if (line > 0) kit.notice("slip_check.compare", ui::Tone::info, say("slip_check.compare"));
        kit.fact("slip_check.number", say("receipt.number"), slip.number);
        kit.fact("slip_check.at", say("receipt.fact.at"), moment(slip.at));
        kit.fact("slip_check.hall", say("slip_check.hall"), slip.hall.zh.empty() ? slip.kiosk : say(slip.hall));
        if (slip.kind == "request") promise(kit, slip);
    }

    void promise(ui::Kit& kit, const flow::SlipCheckView& slip) {
        if (!slip.department.zh.empty()) kit.fact("slip_check.department", say("receipt.fact.department"), say(slip.department));
        if (!slip.post.zh.empty()) kit.fact("slip_check.post", say("receipt.fact.post"), say(slip.post));
        kit.fact("slip_check.limit", say("receipt.fact.limit"), say("slip.days", slip.days));
        kit.fact("slip_check.promised", say("receipt.fact.promised"), date(slip.promised_on), ui::TextStyle::strong);
        kit.fact("slip_check.goes_up", say("receipt.fact.goes_up"), moment(slip.goes_up_at));
        kit.fact("slip_check.digest", say("receipt.fact.digest"), slip.digest.substr(0, 16));
    }

    std::string moment(const std::string& iso) const {
        Timestamp at;
        return from_iso(iso, at) ? ui::date_and_time(at, ui::language_from(strings().language())) : iso;
    }
};

}  // namespace

std::unique_ptr<Screen> make_slip_check(Context context) { return std::make_unique<SlipCheck>(context); }

}  // namespace onecard::screens
