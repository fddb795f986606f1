#include "backend/api/drafts.hpp"

#include <algorithm>

#include "backend/data/cards.hpp"
#include "base/crypto.hpp"
#include "base/log.hpp"

namespace onecard::api {
namespace {

using data::Connection;

constexpr std::size_t rows_a_card = 100, pruned_at_once = 200;

std::string place_of(const std::string& card, const std::string& item) { return "draft:" + card + ":" + item; }

/// One card's drafts under its key.
struct Drawer {
    Connection& connection;
    const SecretBytes& key;
    const std::string& card;
    Timestamp now;

    void put(const wire::KeptDraft& draft, const std::string& kiosk, const std::string& writer, Random& random) {
        const auto kept_at = now - std::clamp(draft.age, Millis(0), draft_lifetime);
        std::optional<Bytes> sealed;
        if (draft.text) sealed = crypto::seal(key, as_bytes(*draft.text), as_bytes(place_of(card, draft.item_code)), random);
        // A span is reckoned from its arrival. What was long on its way looks newer than it is: its own writer's revisions tell.
        connection.run("INSERT INTO drafts (card, item, kept_at, kiosk, draft, writer, revision) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (card, item) DO UPDATE SET"
                       " kept_at = excluded.kept_at, kiosk = excluded.kiosk, draft = excluded.draft, writer = excluded.writer, revision = excluded.revision"
                       " WHERE excluded.kept_at >= drafts.kept_at AND (excluded.kiosk <> drafts.kiosk OR excluded.writer <> drafts.writer"
                       " OR excluded.revision >= drafts.revision)",
                       card, draft.item_code, kept_at, kiosk, sealed, writer, draft.revision);
    }

    void tidy() {
        connection.run("DELETE FROM drafts WHERE card = ? AND draft IS NOT NULL AND item NOT IN"
                       " (SELECT item FROM drafts WHERE card = ? AND draft IS NOT NULL ORDER BY kept_at DESC, item LIMIT ?)", card, card, drafts_a_card);
        connection.run("DELETE FROM drafts WHERE card = ? AND item NOT IN (SELECT item FROM drafts WHERE card = ? ORDER BY kept_at DESC, item LIMIT ?)",
                       card, card, rows_a_card);
        connection.run("DELETE FROM drafts WHERE (card, item) IN (SELECT card, item FROM drafts WHERE kept_at <= ? LIMIT ?)", now - draft_lifetime, pruned_at_once);
    }

    std::vector<wire::KeptDraft> all() {
        std::vector<wire::KeptDraft> drafts;
        auto row = connection.query("SELECT item, kept_at, draft FROM drafts WHERE card = ? AND draft IS NOT NULL AND kept_at > ? ORDER BY kept_at DESC, item", card,
                                    now - draft_lifetime);
        while (row.next()) {
            auto text = crypto::unseal(key, row.bytes(2), as_bytes(place_of(card, row.text(0))));
            if (!text) {
                log::failed("a draft", text.error());
                continue;
            }
            drafts.push_back({row.text(0), now - row.time(1), std::string(text->begin(), text->end())});
            wipe(text->data(), text->size());
        }
        return drafts;
    }
};

Status may_have(Connection& connection, const std::string& card) {
    if (!connection.query("SELECT 1 FROM cards WHERE serial = ?", card).next()) return failure(Error::Kind::refused, "card.unknown");
    if (data::is_black_listed(connection, card)) return failure(Error::Kind::refused, "card.black_listed");
    return {};
}

}  // namespace

Result<wire::CardDrafts> exchange_drafts(Connection& connection, keys::KeyService& keys, Random& random, const wire::CardDrafts& told, const std::string& kiosk,
                                         Timestamp now) {
    const auto serial = card::fixed<8>(hex(told.card_serial));
    if (!serial) return failure(Error::Kind::invalid, "wire.card_serial");
    if (auto may = connection.read([&] { return may_have(connection, told.card_serial); }); !may) return failure(may.error());
    const auto key = keys.draft_key(*serial);
    if (!key) return failure(key.error());
    Drawer drawer{connection, *key, told.card_serial, now};
    wire::CardDrafts kept{told.card_serial, {}, {}};
    const auto work = [&]() -> Status {
        for (const auto& one : told.drafts) drawer.put(one, kiosk, told.writer, random);
        if (!told.drafts.empty()) drawer.tidy();
        kept.drafts = drawer.all();
        return {};
    };
    // Most cards have none, and nothing to tell: that costs no sync of the disk.
    const auto done = told.drafts.empty() ? connection.read(work) : connection.write(work);
    if (!done) return failure(done.error());
    return kept;
}

}  // namespace onecard::api
