// What keeps a kiosk in step with the backend: heartbeat, orders, changes, problems.
#include "backend-client/wire/board.hpp"
#include "backend-client/wire/listings.hpp"
#include "backend-client/wire/names.hpp"
#include "backend-client/wire/reading.hpp"
#include "backend-client/wire/tickets.hpp"
#include "backend-client/wire/reports.hpp"

namespace onecard::wire {
namespace {

constexpr std::size_t orders_max = 100;
constexpr std::size_t key_digits = 64;

Result<Order> order_from(const Json& json) {
    Members in(json);
    Order order;
    order.id = in.id("id");
    order.kind = in.named("kind", order_kinds);
    return in.done(std::move(order));
}

Result<KioskKey> kiosk_key_from(const Json& json) {
    Members in(json);
    KioskKey value;
    value.kiosk = in.text("kiosk", 32);
    value.key = in.digits("key", key_digits, true);
    value.hall = in.localised("hall");
    return in.done(std::move(value));
}

Result<Change> change_from(const Json& json) {
    Members in(json);
    Change change;
    change.kind = in.named("kind", change_kinds);
    change.subject = in.text("subject", 64);
    change.notice = in.part<Notice>("notice", notice_from);
    change.holder = in.part<HolderRecord>("holder", holder_from);
    if (change.kind == Change::Kind::board) {
        const auto board = board_from(in.object("board"));
        if (board) change.board = dump_json(to_json(*board));
        else in.fail_within("board", board.error());
    }
    change.kiosk_key = in.part<KioskKey>("kiosk_key", kiosk_key_from);
    change.badge = in.part<Badge>("badge", badge_from);
    if (change.kind == Change::Kind::badge && !change.badge) in.fail("badge");
    if (change.kind == Change::Kind::kiosk_key && !change.kiosk_key) in.fail("kiosk_key");
    if (change.kind == Change::Kind::listing) {
        const auto listing = listing_from(in.object("listing"));
        if (listing) change.listing = dump_json(to_json(*listing));
        else in.fail_within("listing", listing.error());
    }
    if (change.kind == Change::Kind::reports) {
        const auto reports = open_reports_from(in.object("reports"));
        if (reports) change.reports = dump_json(to_json(*reports));
        else in.fail_within("reports", reports.error());
    }
    if (change.kind == Change::Kind::notice && !change.notice) in.fail("notice");
    if (change.kind == Change::Kind::holder && !change.holder) in.fail("holder");
    return in.done(std::move(change));
}

Json change_json(const Change& value) {
    Json json{{"kind", name(value.kind)}, {"subject", value.subject}};
    if (value.notice) json["notice"] = to_json(*value.notice);
    if (value.kind == Change::Kind::board) json["board"] = parse_json(value.board).value_or(Json::object());
    if (value.kiosk_key)
        json["kiosk_key"] = {{"kiosk", value.kiosk_key->kiosk}, {"key", value.kiosk_key->key}, {"hall", localised_json(value.kiosk_key->hall)}};
    if (value.kind == Change::Kind::listing) json["listing"] = parse_json(value.listing).value_or(Json::object());
    if (value.badge) json["badge"] = to_json(*value.badge);
    if (value.kind == Change::Kind::reports) json["reports"] = parse_json(value.reports).value_or(Json::object());
    if (value.holder) json["holder"] = to_json(*value.holder);
    return json;
}

Result<RefundDue> refund_due_from(const Json& json) {
    Members in(json);
    RefundDue value;
    value.charge = in.id("charge");
    value.trace = in.text_or_empty("trace", 64);
    value.amount = in.money("amount", Fen(1));
    return in.done(std::move(value));
}

/// Kinds of a newer backend are passed over: a kiosk can't do what it doesn't know, and must not stop at it.
template <class T, std::size_t N, class E>
std::vector<T> each_known(Members& in, std::string_view key, const std::array<E, N>& kinds, Result<T> (*read)(const Json&), std::size_t count_max) {
    std::vector<T> values;
    for (const auto& part : in.list(key, count_max)) {
        if (part.is_object() && !text_at(part, "kind").empty() && !find_named(text_at(part, "kind"), kinds)) continue;
        auto value = read(part);
        if (!value) {
            in.fail_within(key, value.error());
            return {};
        }
        values.push_back(std::move(*value));
    }
    return values;
}

}  // namespace

Json to_json(const Heartbeat& value) {
    Json json{{"version", value.version},
              {"state", value.state},
              {"reader", value.reader},
              {"psam", value.psam},
              {"printer", value.printer},
              {"disk_free_bytes", value.disk_free_bytes},
              {"queue_length", value.queue_length},
              {"parked", value.parked},
              {"kiosk_time", instant_json(value.kiosk_time)},
              {"uptime_seconds", value.uptime_seconds},
              {"obeyed", value.obeyed}};
    if (!value.slip_key.empty()) json["slip_key"] = value.slip_key;
    if (value.ceilings > 0) json["ceilings"] = value.ceilings;
    if (!value.ceilings_refused.empty()) json["ceilings_refused"] = value.ceilings_refused;
    if (!value.unresolved.empty()) json["unresolved"] = value.unresolved;
    if (value.last_sync_at) json["last_sync_at"] = instant_json(*value.last_sync_at);
    return json;
}

Result<Heartbeat> heartbeat_from(const Json& json) {
    Members in(json);
    Heartbeat value;
    value.version = in.text("version", 64);
    value.state = in.text("state", 32);
    value.reader = in.text("reader", 32);
    value.psam = in.text("psam", 32);
    value.printer = in.text("printer", 32);
    value.disk_free_bytes = in.number("disk_free_bytes", 0, INT64_MAX);
    value.queue_length = in.number("queue_length", 0, INT64_MAX);
    value.parked = in.number("parked", 0, INT64_MAX);
    value.last_sync_at = in.instant_or_none("last_sync_at");
    value.kiosk_time = in.instant("kiosk_time");
    value.uptime_seconds = in.number("uptime_seconds", 0, INT64_MAX);
    value.obeyed = in.texts("obeyed", orders_max, 64);
    if (json.contains("slip_key")) value.slip_key = in.digits("slip_key", key_digits, true);
    if (json.contains("ceilings")) value.ceilings = in.number("ceilings", 1, INT64_MAX);
    if (json.contains("ceilings_refused")) value.ceilings_refused = in.text("ceilings_refused", 64);
    if (json.contains("unresolved")) value.unresolved = in.texts("unresolved", torn_max, 64);
    return in.done(std::move(value));
}

Json to_json(const HeartbeatAnswer& value) {
    auto orders = Json::array();
    for (const auto& order : value.orders) orders.push_back({{"id", order.id}, {"kind", name(order.kind)}});
    Json json{{"server_time", instant_json(value.server_time)}, {"orders", std::move(orders)}};
    for (const auto& ticket : value.called) json["called"].push_back(to_json(ticket));
    for (const auto& one : value.refunds) json["refunds"].push_back({{"charge", one.charge}, {"trace", one.trace}, {"amount", one.amount.count()}});
    for (const auto& one : value.settled) json["settled"].push_back(to_json(one));
    return json;
}

Result<HeartbeatAnswer> heartbeat_answer_from(const Json& json) {
    Members in(json);
    HeartbeatAnswer value;
    value.server_time = in.instant("server_time");
    value.orders = each_known<Order>(in, "orders", order_kinds, order_from, orders_max);
    if (json.contains("called")) value.called = in.each<CalledTicket>("called", called_tickets_max, called_ticket_from);
    if (json.contains("settled")) value.settled = in.each<TornSettled>("settled", torn_max, torn_settled_from);
    if (json.contains("refunds")) value.refunds = in.each<RefundDue>("refunds", refunds_due_max, refund_due_from);
    return in.done(std::move(value));
}

Json to_json(const Changes& value) {
    auto entries = Json::array();
    for (const auto& entry : value.entries) entries.push_back(change_json(entry));
    return {{"cursor", value.cursor}, {"more", value.more}, {"entries", std::move(entries)}};
}

Result<Changes> changes_from(const Json& json) {
    Members in(json);
    Changes value;
    value.cursor = in.number("cursor", 0, INT64_MAX);
    value.more = in.flag("more");
    value.entries = each_known<Change>(in, "entries", change_kinds, change_from, change_entries_max);
    return in.done(std::move(value));
}

Json to_json(const Problem& value) {
    return {{"type", "about:blank"}, {"status", value.status}, {"code", value.code}, {"title", value.title}};
}

Result<Problem> problem_from(const Json& json) {
    Members in(json);
    Problem value;
    value.status = static_cast<int>(in.number("status", 100, 599));
    value.code = in.text("code", 64);
    value.title = in.text_or_empty("title", 512);
    return in.done(std::move(value));
}

}  // namespace onecard::wire
