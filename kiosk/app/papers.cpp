// What is printed for somebody to show or to keep: certificates of registers and of cases, agreements.
#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "kiosk/app/receipts.hpp"
#include "kiosk/ui/formats.hpp"

namespace onecard::app {
namespace {

using Words = std::vector<std::pair<std::string, std::string>>;

/// On one line: in the code a line's end says that another line begins.
std::string one_line(std::string text) {
    std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text;
}

/// As much as fits into a code, the last lines shortened or left out first; the paper has all of it.
Words that_fit(const Words& all, std::size_t room) {
    constexpr std::size_t around = 2, worth_saying = 12;
    const std::string more = "…";
    Words fit;
    for (const auto& [label, text] : all) {
        auto value = one_line(text);
        const auto used = label.size() + around;
        if (value.empty() || room < used + worth_saying) continue;
        if (used + value.size() > room) {
            while (used + value.size() + more.size() > room) drop_last_point(value);
            value += more;
        }
        room -= used + value.size();
        fit.emplace_back(label, value);
    }
    return fit;
}

/// Pieces that a slip shows whole, cut where the text has a line or a sentence end if one is near.
std::vector<std::string> in_pieces(const std::string& text) {
    constexpr std::ptrdiff_t points_max = device::slip_text_points_max;
    std::vector<std::string> pieces;
    for (const auto& line : split(text, '\n')) {
        auto points = code_points(line);
        while (std::ssize(points) > points_max) {
            const auto latest = points.begin() + points_max, earliest = points.begin() + points_max / 2;
            const auto none = std::make_reverse_iterator(earliest);
            const auto stop = std::find(std::make_reverse_iterator(latest), none, U'。');
            const auto end = stop == none ? latest : stop.base();
            pieces.push_back(to_utf8({points.begin(), end}));
            points.erase(points.begin(), end);
        }
        if (!points.empty()) pieces.push_back(to_utf8(points));
    }
    return pieces;
}

flow::Receipt begun(flow::Receipt::Kind kind, std::string_view state, const std::string& number, flow::Text title, Timestamp at) {
    flow::Receipt receipt;
    receipt.kind = kind;
    receipt.state = state;
    receipt.number = number;
    receipt.title = std::move(title);
    receipt.at = at;
    return receipt;
}

}  // namespace

void ReceiptMaker::add_holder(flow::Receipt& receipt) const {
    if (!model.visit.holder) return;
    receipt.facts.emplace_back("receipt.fact.holder", model.visit.holder->name);
    receipt.facts.emplace_back("receipt.fact.card", model.visit.holder->masked_card_number);
}

// Whoever scans it sees for whom it is as far as they can compare it with the paper, and no more.
std::string ReceiptMaker::certified(const flow::Receipt& receipt, Words says) const {
    device::ReceiptMark mark;
    mark.kiosk = model.machine.kiosk;
    mark.number = receipt.number;
    mark.kind = device::ReceiptMark::Kind::certificate;
    mark.at = minute_of(receipt.at);
    mark.title = one_line(receipt.title.zh);
    if (const auto& holder = model.visit.holder) {
        says.insert(says.begin(), {"卡号", holder->masked_card_number});
        says.insert(says.begin(), {"持卡人", holder->masked_name});
    }
    mark.says = that_fit(says, device::certificate_bytes_max - std::min(device::certificate_bytes_max, mark.title.size()));
    return device::write_mark(mark, kiosk_key);
}

flow::Receipt ReceiptMaker::of_register(const std::string& number, const flow::RegisterView& one, Timestamp at) const {
    const auto language = ui::language_from(strings.language());
    auto receipt = begun(flow::Receipt::Kind::certificate, "certificate", number, {one.title.zh + "证明", "Certificate: " + one.title.en}, at);
    add_holder(receipt);
    receipt.facts.emplace_back("register.keeper", one.keeper.in(strings.language()));
    receipt.facts.emplace_back("receipt.fact.register_as_of", ui::date(one.as_of.substr(0, 10), language));
    receipt.facts.emplace_back("receipt.fact.at", ui::date_and_time(at, language));
    receipt.says = one.facts;
    Words says{{"数据截至", one.as_of.substr(0, 10)}};
    for (const auto& [label, value] : one.facts) says.emplace_back(label.zh, value.zh);
    says.emplace_back("登记单位", one.keeper.zh);
    receipt.qr = certified(receipt, std::move(says));
    return receipt;
}

flow::Receipt ReceiptMaker::of_result(const std::string& number, const flow::CaseView& one, Timestamp at) const {
    const auto language = ui::language_from(strings.language());
    auto receipt = begun(flow::Receipt::Kind::certificate, "issued", number, one.item, at);
    add_holder(receipt);
    receipt.facts.emplace_back("receipt.fact.department", one.department.in(strings.language()));
    receipt.facts.emplace_back("receipt.fact.case", one.number);
    receipt.facts.emplace_back("case.closed", ui::date(one.closed_at.substr(0, 10), language));
    receipt.facts.emplace_back("receipt.fact.at", ui::date_and_time(at, language));
    for (const auto& piece : in_pieces(one.result)) receipt.says.push_back({{"办理结果", "Result", "ᠦᠷ᠎ᠡ ᠳᠦᠩ"}, {piece, piece, piece}});
    receipt.qr = certified(receipt, {{"出具单位", one.department.zh}, {"办件编号", one.number}, {"办结日期", one.closed_at.substr(0, 10)}, {"办理结果", one.result}});
    return receipt;
}

flow::Receipt ReceiptMaker::of_agreement(const std::string& number, const flow::CaseView& one, Timestamp at) const {
    auto receipt = begun(flow::Receipt::Kind::agreement, "agreement", number, {"调解协议", "Mediation agreement", "ᠡᠪᠯᠡᠷᠡᠭᠦᠯᠦᠯᠲᠡ ᠶᠢᠨ ᠭᠡᠷ᠎ᠡ"}, at);
    add_holder(receipt);
    receipt.facts.emplace_back("receipt.fact.case", one.number);
    receipt.facts.emplace_back("receipt.fact.at", ui::date_and_time(at, ui::language_from(strings.language())));
    for (const auto& piece : in_pieces(one.mediation ? one.mediation->agreement : std::string()))
        receipt.says.push_back({{"双方约定", "Agreed", "ᠭᠡᠷ᠎ᠡ"}, {piece, piece, piece}});
    return receipt;
}

}  // namespace onecard::app
