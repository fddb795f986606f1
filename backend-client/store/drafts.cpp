#include "backend-client/store/drafts.hpp"

#include <algorithm>

#include "backend-client/store/connection.hpp"
#include "backend-client/store/lifetime.hpp"

namespace onecard::store {
namespace {

std::string place_of(ByteView holder, const std::string& item) { return "draft:" + to_hex(holder) + ":" + item; }
std::string card_place_of(ByteView holder, const std::string& item) { return "draft-card:" + to_hex(holder) + ":" + item; }

struct Row {
    std::string item;
    std::int64_t kept_at = 0;
    std::optional<std::string> text;
    bool told = false;
    std::int64_t revision = 0;
};

Result<std::vector<Row>> rows_of(Connection& connection, ByteView holder) {
    std::vector<Row> rows;
    auto row = connection.query("SELECT item, kept_at, draft, told, revision FROM drafts WHERE holder = ?1 ORDER BY kept_at DESC, item");
    row.bind(1, holder);
    while (row.step()) {
        Row one{row.text(0), row.number(1), {}, row.number(3) != 0, row.number(4)};
        if (!row.null(2)) {
            auto text = connection.unseal(row.bytes(2), place_of(holder, one.item));
            if (!text) return failure(text.error());
            one.text = *std::move(text);
        }
        rows.push_back(std::move(one));
    }
    return rows;
}

/// What this machine has written; `text` nothing: thrown away.
void write(Connection& connection, const std::string& card_serial, const std::string& item, const std::optional<std::string>& text) {
    const auto holder = connection.holder_key(card_serial);
    connection.query("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE name = 'drafts.revision'").run();
    auto query = connection.query("INSERT INTO drafts (holder, item, kept_at, here_at, draft, told, card, revision)"
                                  " VALUES (?1, ?2, ?3, ?3, ?4, 0, ?5, (SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'drafts.revision'))"
                                  " ON CONFLICT (holder, item) DO UPDATE SET kept_at = excluded.kept_at, here_at = excluded.here_at,"
                                  " draft = excluded.draft, told = 0, card = excluded.card, revision = excluded.revision");
    query.bind(1, holder).bind(2, item).bind(3, connection.now());
    const auto sealed = text ? connection.seal(*text, place_of(holder, item)) : Bytes();
    if (text) query.bind(4, sealed);
    const auto card = connection.seal(card_serial, card_place_of(holder, item));
    query.bind(5, card).run();
    connection.query("DELETE FROM drafts WHERE holder = ?1 AND draft IS NOT NULL AND item NOT IN"
                     " (SELECT item FROM drafts WHERE holder = ?1 AND draft IS NOT NULL ORDER BY kept_at DESC, item LIMIT ?2)")
        .bind(1, holder)
        .bind(2, static_cast<std::int64_t>(Drafts::a_card_max))
        .run();
}

const wire::KeptDraft* find(const wire::CardDrafts& all, const std::string& item) {
    const auto found = std::find_if(all.drafts.begin(), all.drafts.end(), [&](const auto& one) { return one.item_code == item; });
    return found == all.drafts.end() ? nullptr : &*found;
}

/// The backend's word on one item becomes this machine's.
void adopt(Connection& connection, ByteView holder, const wire::KeptDraft& theirs, const Row* mine) {
    const bool same = mine && mine->text == theirs.text;
    connection.query("INSERT INTO drafts (holder, item, kept_at, here_at, draft, told) VALUES (?1, ?2, ?3, ?4, ?5, 1)"
                     " ON CONFLICT (holder, item) DO UPDATE SET kept_at = excluded.kept_at, here_at = CASE WHEN ?6 THEN here_at ELSE excluded.here_at END,"
                     " draft = excluded.draft, told = 1, card = NULL")
        .bind(1, holder)
        .bind(2, theirs.item_code)
        .bind(3, connection.now() - theirs.age.count())
        .bind(4, connection.now())
        .bind(5, connection.seal(*theirs.text, place_of(holder, theirs.item_code)))
        .bind(6, std::int64_t{same})
        .run();
}

}  // namespace

Status Drafts::put(const std::string& card_serial, const std::string& item_code, const std::string& text) {
    return connection_->writing([&]() -> Status {
        const auto rows = rows_of(*connection_, connection_->holder_key(card_serial));
        if (!rows) return failure(rows.error());
        const bool same = std::any_of(rows->begin(), rows->end(), [&](const Row& one) { return one.item == item_code && one.text == text; });
        if (!same) write(*connection_, card_serial, item_code, text);
        return {};
    });
}

Result<std::vector<SavedDraft>> Drafts::of_card(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<std::vector<SavedDraft>> {
        const auto holder = connection_->holder_key(card_serial);
        std::vector<SavedDraft> drafts;
        auto row = connection_->query("SELECT item, kept_at, draft FROM drafts WHERE holder = ?1 AND here_at > ?2 AND draft IS NOT NULL"
                                      " ORDER BY kept_at DESC, item");
        row.bind(1, holder).bind(2, connection_->now() - personal_lifetime.count());
        while (row.step()) {
            auto text = connection_->unseal(row.bytes(2), place_of(holder, row.text(0)));
            if (!text) return failure(text.error());
            drafts.push_back({row.text(0), *std::move(text), from_millis(row.number(1))});
        }
        return drafts;
    });
}

Status Drafts::remove(const std::string& card_serial, const std::string& item_code) {
    return connection_->writing([&]() -> Status {
        write(*connection_, card_serial, item_code, std::nullopt);
        return {};
    });
}

Result<std::optional<wire::CardDrafts>> Drafts::to_tell() {
    std::string serial;
    auto found = connection_->guarded([&]() -> Status {
        auto row = connection_->query("SELECT holder, item, card FROM drafts WHERE card IS NOT NULL ORDER BY kept_at LIMIT 1");
        if (!row.step()) return {};
        const Bytes holder(row.bytes(0).begin(), row.bytes(0).end());
        auto card = connection_->unseal(row.bytes(2), card_place_of(holder, row.text(1)));
        if (!card) return failure(card.error());
        serial = *std::move(card);
        return {};
    });
    if (!found) return failure(found.error());
    if (serial.empty()) return std::nullopt;
    auto drafts = to_tell(serial);
    if (!drafts) return failure(drafts.error());
    return *std::move(drafts);
}

Result<wire::CardDrafts> Drafts::to_tell(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<wire::CardDrafts> {
        auto rows = rows_of(*connection_, connection_->holder_key(card_serial));
        if (!rows) return failure(rows.error());
        wire::CardDrafts drafts{card_serial, {}, {}};
        {
            auto writer = connection_->query("SELECT value FROM settings WHERE name = 'drafts.writer'");
            if (writer.step()) drafts.writer = writer.text(0);
        }
        for (auto& one : *rows) {
            const bool too_large = one.text && one.text->size() > wire::draft_bytes_max;
            if (one.told || too_large || drafts.drafts.size() == wire::drafts_told_max) continue;
            drafts.drafts.push_back({one.item, Millis(std::max<std::int64_t>(0, connection_->now() - one.kept_at)), std::move(one.text), one.revision});
        }
        return drafts;
    });
}

Status Drafts::heard(const wire::CardDrafts& told, const wire::CardDrafts& answer) {
    return connection_->writing([&]() -> Status {
        const auto holder = connection_->holder_key(told.card_serial);
        const auto rows = rows_of(*connection_, holder);
        if (!rows) return failure(rows.error());
        const auto mine = [&](const std::string& item) {
            const auto found = std::find_if(rows->begin(), rows->end(), [&](const Row& one) { return one.item == item; });
            return found == rows->end() ? nullptr : &*found;
        };
        // Written here while the question was on its way, or never told: the backend does not know it yet.
        const auto newer = [&](const Row& row) {
            const auto* then = find(told, row.item);
            return !row.told && (!then || then->text != row.text);
        };
        for (const auto& row : *rows)
            if (!newer(row) && !find(answer, row.item))
                connection_->query("DELETE FROM drafts WHERE holder = ?1 AND item = ?2").bind(1, holder).bind(2, row.item).run();
        for (const auto& theirs : answer.drafts) {
            const auto* row = mine(theirs.item_code);
            if (theirs.text && (!row || !newer(*row))) adopt(*connection_, holder, theirs, row);
        }
        return {};
    });
}

Status Drafts::refused(const std::string& card_serial) {
    return connection_->writing([&]() -> Status {
        connection_->query("UPDATE drafts SET card = NULL WHERE holder = ?1").bind(1, connection_->holder_key(card_serial)).run();
        return {};
    });
}

Result<std::size_t> Drafts::prune(std::size_t count_max) {
    return connection_->writing([&]() -> Result<std::size_t> {
        const auto gone = connection_
                              ->query("DELETE FROM drafts WHERE (holder, item) IN (SELECT holder, item FROM drafts WHERE here_at <= ?1 LIMIT ?2)")
                              .bind(1, connection_->now() - personal_lifetime.count())
                              .bind(2, static_cast<std::int64_t>(count_max))
                              .run();
        return static_cast<std::size_t>(gone);
    });
}

}  // namespace onecard::store
