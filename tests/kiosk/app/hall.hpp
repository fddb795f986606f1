// The attendant of one kiosk between a real store, real words and a visit, with card, network, printer and screen played by the test.
#pragma once
#include <doctest/doctest.h>

#include <optional>
#include <vector>

#include "kiosk/app/attendant.hpp"
#include "tests/client/kiosk_disk.hpp"
#include "tests/support/sample_visit.hpp"

namespace onecard::test {

using Kind = flow::Event::Kind;
using flow::ScreenId;

inline constexpr const char* serial = "3100000000123457";

struct Hall {
    KioskDisk disk;
    std::optional<store::Store> store{disk.open()};
    support::SampleVisit sample;
    ui::Strings strings = ui::Strings::load(ONECARD_SOURCE_DIR "/assets/strings", "zh-Hans").value();
    std::vector<pay::CardOrder> card_orders;
    std::vector<device::Slip> slips;
    std::vector<std::string> asked_holders;
    std::vector<wire::LoadRequest> asked_loads;
    std::vector<device::Sound> sounds;
    Bytes screen{0xFF, 0xD8, 0xFF, 1};
    std::vector<std::string> pictures;  ///< fields asked for; empty: let go
    std::vector<sync::ChargeAsk> asked_charges;
    std::vector<app::SaleOrder> sales;
    std::vector<std::string> asked_registers;  ///< of cards
    std::vector<wire::UnblockRequest> asked_unblocks;
    std::vector<app::RefundOrder> refunds;
    int nudges = 0, restarts = 0, reloads = 0, forgotten = 0;
    Bytes key = Bytes(32, 7);
    std::optional<app::Attendant> attendant;

    Hall() { start(); }

    void start() {
        attendant.emplace(app::AttendantParts{sample.model, store ? &*store : nullptr, disk.clock, disk.random, "K-0001", key,
                                              [this]() -> const ui::Strings& { return strings; },
                                              [this](pay::CardOrder order) { card_orders.push_back(std::move(order)); }, [this] { ++nudges; },
                                              [this](const std::string& card) { asked_holders.push_back(card); },
                                              [this](wire::LoadRequest request) { asked_loads.push_back(std::move(request)); },
                                              [this](device::Slip slip) { slips.push_back(std::move(slip)); }, [this] { ++reloads; }, [this] { ++restarts; },
                                              [this] { ++forgotten; }, {}, [this](device::Sound sound) { sounds.push_back(sound); },
                                              [this] { return screen; },
                                              [this](const std::string& field) { pictures.push_back(field); },
                                              [this](sync::ChargeAsk ask) { asked_charges.push_back(std::move(ask)); },
                                              [this](app::SaleOrder order) { sales.push_back(std::move(order)); },
                                              [this](const std::string& card) { asked_registers.push_back(card); },
                                              [this](wire::UnblockRequest request) { asked_unblocks.push_back(std::move(request)); },
                                              [this](app::RefundOrder order) { refunds.push_back(std::move(order)); }});
        attendant->open();
    }

    void card_comes() {
        attendant->on(pay::CardIn{});
        pay::HolderRead read;
        read.holder.serial = SecretText(serial);
        read.holder.name = SecretText(canary);
        read.holder.enabled = true;
        read.holder.birth = std::chrono::year(1954) / 1 / 1;
        read.purse.balance = Fen(28650);
        read.tries_left = 3;
        attendant->on(pay::CardLetter{std::move(read)});
    }
    void pin_is_right() {
        sample.model.visit.pin_entry = SecretText("123456");
        attendant->on({Kind::pin_entered, {}});
        attendant->on(pay::CardLetter{pay::PinResult{card::PinOutcome{card::PinOutcome::Kind::right, 3}, {}}});
    }
    /// From the guide of an item to its review page.
    void fill_in(const std::string& item) {
        attendant->on({Kind::open_services, {}});
        attendant->on({Kind::open_item, item});
        attendant->on({Kind::start_item, {}});
        pin_is_right();
        sample.fill_form();
        for (int page = 0; page < 10 && attendant->screen() == ScreenId::form; ++page) attendant->on({Kind::form_next, {}});
        REQUIRE(attendant->screen() == ScreenId::review);
    }
    template <class Order>
    int ordered() const {
        int count = 0;
        for (const auto& order : card_orders) count += std::holds_alternative<Order>(order);
        return count;
    }
    pay::PaymentOutcome outcome(pay::PaymentOutcome::State state, const std::string& code) const {
        pay::PaymentOutcome outcome;
        outcome.state = state;
        outcome.receipt = "K0001-20261122-0009";
        outcome.card_serial = serial;
        outcome.amount = Fen(8640);
        outcome.lines = {{"W-2026-10-0457", Fen(8640)}};
        outcome.code = code;
        if (state == pay::PaymentOutcome::State::paid) outcome.balance_after = Fen(20010);
        return outcome;
    }
};

}  // namespace onecard::test
