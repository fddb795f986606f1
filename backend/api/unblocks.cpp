#include "backend/api/unblocks.hpp"

#include <algorithm>

#include "backend/cases/badges.hpp"
#include "backend/data/cards.hpp"
#include "backend/data/changes.hpp"
#include "base/crypto_ed25519.hpp"

namespace onecard::api {
namespace {

using data::Connection;

tl::unexpected<Error> refused(std::string code) { return failure(Error::Kind::refused, std::move(code)); }

/// 84 24 with the parameters that the sources name (cards.md 11).
bool is_unblock(const std::string& header) {
    return header.size() == 8 && header.starts_with("8424") && header[4] == '0' && header[6] == '0' && header[5] <= '1' && header[7] <= '1';
}

Status check_badge(Connection& connection, const wire::UnblockRequest& request) {
    const auto badge = cases::find_badge(connection, request.badge);
    if (!badge) return refused("assist.badge_unknown");
    const auto key = from_hex(badge->key), signature = from_hex(request.signature);
    const auto challenge = wire::unblock_challenge(request);
    if (!key || !signature || !crypto::ed25519_good(*key, std::string(challenge.begin(), challenge.end()), *signature)) return refused("assist.signature");
    const auto& own = badge->own_cards;
    // Who opens their own card has nobody beside them.
    return std::find(own.begin(), own.end(), request.card_serial) == own.end() ? Status() : refused("pin.own_card");
}

Status may_unblock(Connection& connection, const wire::UnblockRequest& request, Timestamp now) {
    if (!connection.query("SELECT 1 FROM cards WHERE serial = ?", request.card_serial).next()) return refused("card.unknown");
    if (data::is_black_listed(connection, request.card_serial)) return refused("card.black_listed");
    if (auto good = check_badge(connection, request); !good) return good;
    auto row = connection.query("SELECT count(*) FROM pin_unblocks WHERE card = ? AND at > ?", request.card_serial, now - std::chrono::hours(24));
    return row.next() && row.number(0) < unblocks_a_day ? Status() : refused("pin.too_often");
}

/// Written before anything is sealed; the holder reads at any kiosk who vouched for them.
Status write_down(Connection& connection, const wire::UnblockRequest& request, const money::Arrival& arrival) {
    const auto digest = to_hex(wire::unblock_challenge(request));
    {
        auto row = connection.query("SELECT digest FROM pin_unblocks WHERE id = ?", request.id);
        if (row.next()) return row.text(0) == digest ? Status() : refused("pin.other_body");
    }
    if (auto may = may_unblock(connection, request, arrival.at); !may) return may;
    connection.run("INSERT INTO pin_unblocks (id, digest, card, kiosk, badge, at) VALUES (?, ?, ?, ?, ?, ?)", request.id, digest, request.card_serial, arrival.kiosk,
                   request.badge, arrival.at);
    connection.run("INSERT INTO looks (at, user, role, card, case_number, reason) VALUES (?, ?, 'staff', ?, '', 'pin_unblock')", arrival.at, request.badge,
                   request.card_serial);
    data::holder_changed(connection, request.card_serial);
    return {};
}

}  // namespace

Result<wire::UnblockGrant> unblock_pin(Connection& connection, keys::KeyService& keys, const wire::UnblockRequest& request, const money::Arrival& arrival) {
    if (!is_unblock(request.header)) return refused("pin.command");
    if (auto written = connection.write([&] { return write_down(connection, request, arrival); }); !written) return failure(written.error());
    const auto serial = card::fixed<8>(hex(request.card_serial));
    auto pin = from_hex(request.pin.view());
    if (!serial || !pin) return failure(Error::Kind::invalid, "wire.pin");
    const auto data = keys.pin_unblock(*serial, hex(request.header), hex(request.challenge), *pin);
    wipe(pin->data(), pin->size());
    if (!data) return failure(data.error());
    return wire::UnblockGrant{request.id, to_hex(*data)};
}

}  // namespace onecard::api
