#include "backend/money/audit.hpp"

namespace onecard::money {
namespace {

/// Each gives one row: how many were looked at (or how much), and how many are wrong.
struct Check {
    std::string_view what, sql;
};

constexpr Check checks[] = {
    {"postings, each summing to nought",
     "SELECT count(*), count(*) FILTER (WHERE sum <> 0 OR entries < 2) FROM (SELECT coalesce(sum(entries.amount), 0) AS sum, "
     "count(entries.id) AS entries FROM postings LEFT JOIN entries ON entries.posting = postings.id GROUP BY postings.id)"},
    {"entries, all belonging to a posting",
     "SELECT count(*), count(*) FILTER (WHERE posting NOT IN (SELECT id FROM postings)) FROM entries"},
    {"sum of all entries in fen", "SELECT coalesce(sum(amount), 0), coalesce(sum(amount), 0) <> 0 FROM entries"},
    {"running balances, each the sum of its entries",
     "SELECT count(*), count(*) FILTER (WHERE balance <> (SELECT coalesce(sum(amount), 0) FROM entries WHERE account = code)) "
     "FROM ledger_accounts"},
    {"payments, each with one posting of its amount",
     "SELECT count(*), count(*) FILTER (WHERE postings <> 1 OR posted <> amount) FROM (SELECT payments.amount, "
     "(SELECT count(*) FROM postings WHERE reference = number) AS postings, (SELECT coalesce(sum(entries.amount), 0) FROM postings "
     "JOIN entries ON entries.posting = postings.id WHERE reference = number AND entries.amount > 0) AS posted FROM payments)"},
    {"payments, each the sum of its lines",
     "SELECT count(*), count(*) FILTER (WHERE amount <> (SELECT coalesce(sum(amount), 0) FROM payment_lines WHERE payment = number)) "
     "FROM payments"},
    {"bills paid, each by one booked line of its amount",
     "SELECT count(*), count(*) FILTER (WHERE 1 <> (SELECT count(*) FROM payment_lines WHERE bill = bills.id AND state = 'booked' "
     "AND payment_lines.payment = bills.payment AND payment_lines.amount = bills.amount)) FROM bills WHERE payment IS NOT NULL"},
    {"booked lines, each of a bill that it paid",
     "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM bills WHERE id = bill AND bills.payment = payment_lines.payment)) "
     "FROM payment_lines WHERE state = 'booked'"},
    {"loads, each with a posting for every move",
     "SELECT count(*), count(*) FILTER (WHERE postings <> wanted OR posted <> wanted * amount) FROM (SELECT amount, "
     "CASE WHEN way = 'off_card' THEN state = 'loaded' WHEN state = 'never_asked' THEN 0 WHEN state IN ('authorised', 'held') THEN 1 ELSE 2 END AS wanted, "
     "(SELECT count(*) FROM postings WHERE reference = number) AS postings, (SELECT coalesce(sum(entries.amount), 0) FROM postings "
     "JOIN entries ON entries.posting = postings.id WHERE reference = number AND entries.amount > 0) AS posted FROM loads)"},
    {"money on its way to cards, each fen of an open or held load",
     "SELECT total, total <> coalesce((SELECT -balance FROM ledger_accounts WHERE code = 'load_transit'), 0) FROM "
     "(SELECT coalesce(sum(amount), 0) AS total FROM loads WHERE state IN ('authorised', 'held') AND way = 'onto_card')"},
    {"loaded money less what cards gave back, each fen with its card's proof",
     "SELECT total, total <> coalesce((SELECT -balance FROM ledger_accounts WHERE code = 'purse_float'), 0) FROM "
     "(SELECT coalesce(sum(CASE way WHEN 'off_card' THEN -amount ELSE amount END), 0) AS total FROM loads WHERE state = 'loaded' AND tac <> '')"},
    {"money held, each fen of a held payment",
     "SELECT total, total <> coalesce((SELECT -balance FROM ledger_accounts WHERE code = 'held'), 0) FROM "
     "(SELECT coalesce(sum(amount), 0) AS total FROM payments WHERE state = 'held')"},
    {"lines sent to billers, each booked or sent before it was given back",
     "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM payment_lines WHERE payment_lines.payment = biller_file_lines.payment "
     "AND payment_lines.position = biller_file_lines.position AND state IN ('booked', 'returned'))) FROM biller_file_lines"},
    {"cases closed, each by two people",
     "SELECT count(*), count(*) FILTER (WHERE proposed_by = '' OR confirmed_by = '' OR proposed_by = confirmed_by) FROM money_cases WHERE state = 'closed'"},
    {"accounts of residents and cards, none overdrawn",
     "SELECT count(*), count(*) FILTER (WHERE balance > 0) FROM ledger_accounts WHERE code LIKE 'deposit:%' OR code = 'posted_credit'"},
    {"payments, each carried by a submission",
     "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE id = submission AND reference = number)) "
     "FROM payments WHERE way = 'purse'"},
    {"payments by phone or bank card, each of one charge of its amount",
     "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM charges WHERE charges.id = submission AND charges.payment = number "
     "AND charges.amount = payments.amount)) FROM payments WHERE way <> 'purse'"},
    {"money owed back through gateways, each fen of a charge",
     "SELECT total, total <> coalesce((SELECT -balance FROM ledger_accounts WHERE code = 'gateway_refunds'), 0) FROM "
     "(SELECT coalesce(sum(refund_due), 0) AS total FROM charges)"},
};

}  // namespace

std::vector<Finding> audit(data::Connection& connection) {
    std::vector<Finding> findings;
    for (const auto& check : checks) {
        auto row = connection.query(check.sql);
        if (row.next()) findings.push_back({std::string(check.what), row.number(0), row.number(1)});
    }
    return findings;
}

}  // namespace onecard::money
