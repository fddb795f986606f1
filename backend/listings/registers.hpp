// The registers about one resident, as kiosks show them by card and PIN; the yearly proof that keeps a pension going; certificates.
#pragma once
#include "backend-client/wire/registers.hpp"
#include "backend/data/connection.hpp"

namespace onecard::listings {

/// Of one shape for every serial: nothing in it for a card that is not registered or is black-listed.
wire::Registers registers_of(data::Connection& connection, const std::string& card_serial, Timestamp now);

/// Somebody was there with card and PIN and asked for `item_code`: whatever register of theirs waits for that is proven from `at` on. Gives the last
/// day it holds for, YYYY-MM-DD; empty when no register waits for this item.
std::string prove(data::Connection& connection, const std::string& card_serial, const std::string& item_code, Timestamp at);

/// Keeps that a certificate was printed. Gives why not, or nothing: `certificate.number` (another one has it), `certificate.register` (the resident
/// has no such register), `certificate.case` (no case of theirs that was granted and ends with a paper).
std::string keep_certificate(data::Connection& connection, const wire::CertificateBody& body, const std::string& kiosk);

struct Certificate {
    wire::CertificateBody body;
    std::string kiosk, masked_name;
};
std::optional<Certificate> find_certificate(data::Connection& connection, const std::string& number);

}  // namespace onecard::listings
