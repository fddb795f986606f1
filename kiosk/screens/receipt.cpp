// What a resident takes away after handing in a request.
#include "kiosk/screens/page.hpp"
#include "kiosk/screens/pages.hpp"
#include "kiosk/screens/receipt_parts.hpp"
#include "kiosk/ui/veil.hpp"

namespace onecard::screens {
namespace {

class ReceiptPage final : public Page {
public:
    using Page::Page;

private:
    std::string title() const override { return say("receipt.title"); }
    flow::Event back() const override { return {Kind::close_receipt, {}}; }
    void adjust(ui::Frame& frame) const override { frame.can_go_back = false; }

    Asked content(ui::Kit& kit) override {
        const auto& receipt = visit().receipt;
        if (!receipt) {
            kit.waiting("receipt.waiting", say("receipt.waiting"));
            return std::nullopt;
        }
        const bool there = receipt->state == "received";
        if (!slip_missing()) kit.picture("receipt.picture", ui::Icon::check, ui::Tone::good);
        kit.text("receipt.item", say(receipt->title), ui::TextStyle::strong);
        kit.notice("receipt.state", there ? ui::Tone::good : ui::Tone::info, say("receipt.state." + receipt->state));
        show_slip(kit);
        show_receipt(kit, strings(), *receipt, visit().settings.hide_amounts);
        if (auto again = print_again(kit)) return again;
        const bool done = kit.button("receipt.done", say("receipt.done"), ui::Emphasis::primary);
        return done ? Asked{flow::Event{Kind::close_receipt, {}}} : std::nullopt;
    }
};

// What the page around says already, or what only paper needs.
bool is_on_page(std::string_view key) {
    for (const std::string_view known : {"total", "balance_after", "holder", "item", "item_code", "card", "at", "limit", "post", "digest"})
        if (key.ends_with("." + std::string(known))) return true;
    return false;
}

}  // namespace

void show_receipt(ui::Kit& kit, const ui::Strings& strings, const flow::Receipt& receipt, bool hide) {
    kit.fact("receipt.number", strings.text("receipt.number"), receipt.number, ui::TextStyle::strong);
    const bool code_first = receipt.slip == "failed" || receipt.slip == "unknown";  // it is all there is to take home
    if (code_first && !receipt.qr.empty()) kit.qr("receipt.qr", receipt.qr);
    std::size_t part = 0;
    for (const auto& [key, value] : receipt.facts) {
        if (is_on_page(key)) continue;
        const auto target = "receipt." + key + (key == "receipt.fact.part" ? "." + std::to_string(++part) : std::string());
        kit.fact(target, strings.text(key), hide && key.starts_with("bill.") ? ui::veil(value, "••••") : value);
    }
    if (!code_first && !receipt.qr.empty()) kit.qr("receipt.qr", receipt.qr);
}

bool Page::slip_missing() const { return visit().receipt && (visit().receipt->slip == "failed" || visit().receipt->slip == "unknown"); }

void Page::show_slip(ui::Kit& kit) const {
    if (!visit().receipt) return;
    const auto& receipt = *visit().receipt;
    if (receipt.slip.empty()) return working(kit, "receipt.slip", say("receipt.slip.printing"), "working.printing");
    if (!slip_missing()) return kit.text("receipt.slip", say("receipt.slip." + receipt.slip), ui::TextStyle::strong);
    kit.notice("receipt.slip", ui::Tone::caution, receipt.slip == "unknown" ? say("receipt.slip.unknown") : sentence(strings(), receipt.slip_code));
    kit.text("receipt.slip.code", say("trouble.code", {{"code", receipt.slip_code}}), ui::TextStyle::muted);
}

Asked Page::print_again(ui::Kit& kit) const {
    if (!slip_missing() || !machine().printer_ready) return std::nullopt;
    const bool again = kit.button("receipt.print_again", say("receipt.print_again"), ui::Emphasis::normal, ui::Icon::printer);
    return again ? Asked{flow::Event{Kind::print_again, {}}} : std::nullopt;
}

std::unique_ptr<Screen> make_receipt(Context context) { return std::make_unique<ReceiptPage>(context); }

}  // namespace onecard::screens
