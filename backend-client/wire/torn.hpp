// Payments and loads whose end nobody saw, as they travel: their kiosk tells of them, and any kiosk that the card comes to asks it for the proof. How each is
// written is in messages.hpp.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/fen.hpp"

namespace onecard::wire {

inline constexpr std::string_view torn_kind = "torn", torn_end_kind = "torn_end";
inline constexpr std::size_t torn_max = 20;  ///< in one record, and asked about in one heartbeat

/// Submission `torn`: all that was known before the last command left. Forms as in PaymentBody and LoadRequest.
struct TornMove {
    struct Line {
        std::string bill;
        Fen amount;
        bool operator==(const Line&) const = default;
    };
    std::string id;                ///< of the payment or load, also of the submission that ends it
    std::string kind;              ///< `payment`, `load`
    std::string receipt, card_serial, issuer;
    Fen amount;
    std::vector<Line> lines;       ///< of a payment; equal to the amount
    Fen old_balance;
    std::string terminal;
    std::uint32_t terminal_sequence = 0;
    std::uint16_t number = 0;      ///< the card's counter before: the offline one, of a load the online one
    std::string date, time;        ///< as the card was told
    std::uint8_t key_index = 0, key_version = 0, algorithm = 0;
    std::uint8_t action = 6, account = 2;  ///< transaction type; of the card, 1 the deposit account, 2 the purse
    std::string log_head;          ///< newest line of the card's log before, 46 digits; empty: it showed none
    std::string source, way;       ///< of a load
    Timestamp begun_at;
    bool operator==(const TornMove&) const = default;
};

/// Submission `torn_end`, under the payment's id: the card says that it was not debited. A payment that was done ends with its own submission.
struct TornEnd {
    std::string card_serial;
    Timestamp ended_at;
    bool operator==(const TornEnd&) const = default;
};

/// In the answer to a heartbeat: another kiosk saw the end.
struct TornSettled {
    std::string id;
    bool done = false;             ///< the card was debited (or has the load)
    bool operator==(const TornSettled&) const = default;
};

}  // namespace onecard::wire
