#include "kiosk/pay/psam_hold.hpp"

#include "base/log.hpp"

namespace onecard::pay {
namespace {

using Kind = card::SlotEvent::Kind;

constexpr Millis look_every{5000};

/// What staff are told of a PSAM that can't be opened.
std::string code_of(const Error& error) {
    if (error.code == "card.gone") return "sam.missing";
    if (error.code == "card.protocol") return "sam.unknown";
    const bool locked = error.detail.ends_with("6A81") || error.detail.ends_with("6983") || error.detail.ends_with("9303");
    if (locked) return "sam.locked";
    return error.code.starts_with("sam.") ? error.code : "sam.gone";
}

}  // namespace

void PsamHold::on_event(Kind kind) {
    switch (kind) {
        case Kind::card_in:
        case Kind::reader_back: next_look_ = Millis(0); break;
        case Kind::card_out:
        case Kind::reader_lost: lose(settings_ ? "sam.missing" : settings_.error().code); break;
    }
}

void PsamHold::look_if_due() {
    if (!psam_ && clock_.uptime() >= next_look_) look();
}

void PsamHold::look() {
    psam_.reset();
    transport_.reset();
    next_look_ = clock_.uptime() + look_every;
    if (!settings_) return lose(settings_.error().code);
    auto* reader = room_.reader(card::Slot::sam);
    if (reader == nullptr) return lose("sam.missing");
    auto transport = reader->connect();
    if (!transport) return lose(code_of(transport.error()));
    auto psam = card::Psam::open(**transport, *settings_);
    if (!psam) return lose(code_of(psam.error()));
    transport_ = std::move(*transport);
    psam_ = std::move(*psam);
    trouble_.clear();
    told_ = true;
    tell_({true, {}, to_hex(psam_->terminal())});
}

void PsamHold::lose(std::string code) {
    psam_.reset();
    transport_.reset();
    if (told_ && trouble_ == code) return;
    log::warning("the PSAM can't be used: " + code);
    trouble_ = std::move(code);
    told_ = true;
    tell_({false, trouble_, {}});
}

}  // namespace onecard::pay
