// Paying bills by another way than the purse, as it travels: a code shown to the resident's phone, a code of the phone, or a bank card.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

/// shown: the phone scans the screen · scanned: the machine scans the phone · terminal: the bank card terminal beside the screen
enum class ChargeWay { shown, scanned, terminal };
std::string_view name(ChargeWay way);

inline constexpr std::size_t charge_bills_max = 50, charge_code_bytes_max = 64, charge_qr_bytes_max = 512;

/// POST /v1/charges. The same request again is the same charge.
struct ChargeRequest {
    std::string id;                    ///< made by the kiosk
    std::string receipt;
    std::string card_serial;           ///< whose visit it is
    ChargeWay way = ChargeWay::shown;
    std::vector<std::string> bills;
    Fen amount;                        ///< what the resident was shown; the backend reckons it again from the bills
    std::string code;                  ///< read from the phone; empty unless scanned
    bool operator==(const ChargeRequest&) const = default;
};

/// What the backend knows of a charge.
struct ChargeState {
    enum class State {
        created,   ///< not decided yet
        paid,      ///< booked
        closed,    ///< nobody paid; what arrives later goes back
        refunded,  ///< paid and given back
    };
    std::string id;
    State state = State::created;
    std::string code;                  ///< why closed, or `payment.returned` when not all of it could be booked
    std::string qr;                    ///< to be shown; empty until the gateway has given it
    Fen amount;
    Timestamp expires_at;
    std::string reference;             ///< number of the payment, once there is one
    bool operator==(const ChargeState&) const = default;
};
std::string_view name(ChargeState::State state);

/// Submission `terminal_sale`: how a sale at the bank card terminal ended; its id is that of the charge.
struct TerminalSale {
    enum class Outcome { approved, declined };
    Outcome outcome = Outcome::declined;
    Fen amount;
    std::string trace;                 ///< the terminal's number of the sale; empty when declined
    Timestamp ended_at;
    bool operator==(const TerminalSale&) const = default;
};
std::string_view name(TerminalSale::Outcome outcome);
inline constexpr std::string_view terminal_sale_kind = "terminal_sale";

/// Submission `terminal_refund`: what became of money that the terminal was to give back.
struct TerminalRefund {
    enum class Outcome { returned, refused };
    std::string charge;
    Outcome outcome = Outcome::refused;
    Fen amount;
    std::string trace;                 ///< the terminal's number of the refund; empty when refused
    Timestamp ended_at;
    bool operator==(const TerminalRefund&) const = default;
};
std::string_view name(TerminalRefund::Outcome outcome);
inline constexpr std::string_view terminal_refund_kind = "terminal_refund";

Json to_json(const ChargeRequest& value);
Json to_json(const ChargeState& value);
Json to_json(const TerminalSale& value);
Json to_json(const TerminalRefund& value);
Result<ChargeRequest> charge_request_from(const Json& json);
Result<ChargeState> charge_state_from(const Json& json);
Result<TerminalSale> terminal_sale_from(const Json& json);
Result<TerminalRefund> terminal_refund_from(const Json& json);

}  // namespace onecard::wire
