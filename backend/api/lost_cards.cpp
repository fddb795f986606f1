#include "backend/api/lost_cards.hpp"

#include "backend/data/cards.hpp"
#include "backend/data/changes.hpp"

namespace onecard::api {
namespace {

using Outcome = wire::SubmissionAnswer::Outcome;

}  // namespace

wire::SubmissionAnswer report_lost(data::Connection& connection, const wire::LossReport& report, Timestamp now) {
    if (report.card_serial != report.lost_serial && data::is_black_listed(connection, report.card_serial)) return {{}, Outcome::refused, "card.black_listed", {}};
    const bool same_holder = connection.query("SELECT 1 FROM cards AS own JOIN cards AS lost ON lost.resident = own.resident "
                                              "WHERE own.serial = ? AND lost.serial = ?", report.card_serial, report.lost_serial).next();
    if (!same_holder) return {{}, Outcome::refused, "card.other_holder", {}};
    if (!data::is_black_listed(connection, report.lost_serial)) {
        connection.run("INSERT INTO black_list (serial, reason, since) VALUES (?, 'lost', ?)", report.lost_serial, now);
        data::black_list_changed(connection, report.lost_serial, false);
        data::holder_changed(connection, report.card_serial);
    }
    return {{}, Outcome::received, {}, {}};
}

}  // namespace onecard::api
