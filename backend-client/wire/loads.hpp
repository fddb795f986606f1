// Putting money on a card (圈存) and reporting a card lost (挂失), as they travel. Members are named as in cards.md.
#pragma once
#include "backend-client/wire/messages.hpp"

namespace onecard::wire {

/// Where the money comes from: the resident's account with the district, or what was returned to the card (补登).
enum class LoadSource { account, posted_credit };
std::string_view name(LoadSource source);

/// Onto the card (圈存), or off its deposit account and back to the resident's account (圈提).
enum class LoadWay { onto_card, off_card };
std::string_view name(LoadWay way);

/// POST /v1/loads: what the card said to INITIALIZE FOR LOAD, or FOR UNLOAD. The id is also that of the submission which ends the load.
struct LoadRequest {
    std::string id;
    std::string receipt;
    std::string card_serial, issuer;   ///< 16 digits each
    LoadSource source = LoadSource::account;  ///< where the money comes from; off the card: where it goes, always the account
    LoadWay way = LoadWay::onto_card;  ///< absent from older kiosks: onto_card
    Fen amount;
    Fen old_balance;
    std::string terminal;              ///< 12 digits
    std::uint16_t online_number = 0;   ///< before it is raised
    std::uint8_t key_version = 0, algorithm = 0;
    std::string random, mac1;          ///< 8 hexadecimal digits each
    bool operator==(const LoadRequest&) const = default;
};

/// The account was debited; with this the card takes the money, once. Off the card: with this it gives the money, and the account has it when the
/// submission has brought the card's MAC3.
struct LoadGrant {
    std::string id;
    std::string date, time;            ///< YYYYMMDD, HHMMSS
    std::string mac2;                  ///< 8 hexadecimal digits
    bool operator==(const LoadGrant&) const = default;
};

/// Submission `load`: how a load, or unload, ended at the card. `loaded` says that the card did it.
struct LoadBody {
    enum class Outcome { loaded, not_loaded };
    std::string receipt;
    std::string card_serial;
    Fen amount;
    Outcome outcome = Outcome::not_loaded;
    PaymentBody::Proof proof = PaymentBody::Proof::debit;  ///< answer of CREDIT FOR LOAD · GET TRANSACTION PROVE · counter, log and balance only
    std::string tac;                   ///< 8 hexadecimal digits, off the card MAC3; empty unless loaded and proven
    Timestamp ended_at;
    bool operator==(const LoadBody&) const = default;
};
std::string_view name(LoadBody::Outcome outcome);

/// Submission `loss_report`: a card of the same resident is to be refused everywhere.
struct LossReport {
    std::string card_serial;           ///< that lies on the reader, its PIN verified
    std::string lost_serial;           ///< may be the same
    Timestamp reported_at;
    bool operator==(const LossReport&) const = default;
};

Json to_json(const LoadRequest& value);
Json to_json(const LoadGrant& value);
Json to_json(const LoadBody& value);
Json to_json(const LossReport& value);
Result<LoadRequest> load_request_from(const Json& json);
Result<LoadGrant> load_grant_from(const Json& json);
Result<LoadBody> load_from(const Json& json);
Result<LossReport> loss_report_from(const Json& json);

}  // namespace onecard::wire
