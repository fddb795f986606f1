// Receipts: what a resident holds in the end, on the screen, on paper and as a QR code.
#pragma once
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "kiosk/device/receipt_mark.hpp"
#include "kiosk/device/slip.hpp"
#include "kiosk/flow/model.hpp"
#include "kiosk/ui/strings.hpp"

namespace onecard::app {

/// A request that lies in the outbox.
struct KeptRequest {
    std::string number;         ///< of its receipt
    Timestamp at;
    std::string digest;         ///< of its frozen bytes, as in device::ReceiptMark
    const flow::Item* item = nullptr;  ///< of the catalogue
    std::string slot = {};             ///< that was booked with it; empty for none
};

/// Of the bytes that were handed in, as slips say it.
std::string digest_of(std::string_view body);

/// YYYYMMDDHHMM in the hall, as marks have it.
std::string minute_of(Timestamp at);

/// What every receipt is made with. All outlive the call.
struct ReceiptMaker {
    const ui::Strings& strings;
    const flow::Model& model;
    ByteView kiosk_key;         ///< signs the mark

    /// Of the payment in `model.visit.payment`, which is paid or unresolved.
    flow::Receipt of_payment(Timestamp at) const;
    /// Of what was just kept for the item that is open: one request, or all those of a bundle, each with its number.
    flow::Receipt of_requests(const std::vector<KeptRequest>& all, const flow::Item& item) const;
    /// For who joined in with what others told of.
    flow::Receipt of_second(const KeptRequest& kept, const flow::Item& item, const flow::ReportView& report) const;

    /// What its code says.
    device::ReceiptMark promise(const KeptRequest& kept, const flow::Item& item) const;

    // papers.cpp; numbered like receipts
    /// That a register says what it says; its code says so again, signed.
    flow::Receipt of_register(const std::string& number, const flow::RegisterView& one, Timestamp at) const;
    /// What a case came to, for whoever is shown the paper; its code says so again, signed.
    flow::Receipt of_result(const std::string& number, const flow::CaseView& one, Timestamp at) const;
    /// What both sides of a mediation agreed on. Without a code: nobody else is to read it.
    flow::Receipt of_agreement(const std::string& number, const flow::CaseView& one, Timestamp at) const;

    /// The same for paper.
    device::Slip slip(const flow::Receipt& receipt) const;

    /// A number for a prepaid meter.
    device::Slip token(const flow::TokenView& token) const;

    /// Of bills that were paid earlier, with what has become of them. Without a code: only the first slip is the machine's word.
    device::Slip paid(const flow::PaidView& paid) const;

    /// What to bring for an item; `there` are codes of papers that are there already.
    device::Slip check_list(const flow::Item& item, const std::vector<std::string>& there) const;

    /// A number of the hall's queue.
    device::Slip ticket(const flow::TicketView& ticket, Timestamp at) const;

private:
    /// With what every slip has: hall, heading, footer, direction of the writing.
    device::Slip blank(std::string title, std::string number, std::string state) const;
    void add_appointment(flow::Receipt& receipt, const std::string& slot) const;
    void add_holder(flow::Receipt& receipt) const;
    std::string certified(const flow::Receipt& receipt, std::vector<std::pair<std::string, std::string>> says) const;
};

/// What a slip says, line by line; for the visit player.
std::string plain_text(const device::Slip& slip);

}  // namespace onecard::app
