#include "backend-client/store/drafts.hpp"

#include "backend-client/store/connection.hpp"
#include "backend-client/store/lifetime.hpp"

namespace onecard::store {
namespace {

std::string place_of(ByteView holder, const std::string& item) { return "draft:" + to_hex(holder) + ":" + item; }

}  // namespace

Status Drafts::put(const std::string& card_serial, const std::string& item_code, const std::string& text) {
    return connection_->writing([&]() -> Status {
        const auto holder = connection_->holder_key(card_serial);
        connection_->query("INSERT INTO drafts (holder, item, kept_at, draft) VALUES (?1, ?2, ?3, ?4)"
                           " ON CONFLICT (holder, item) DO UPDATE SET kept_at = excluded.kept_at, draft = excluded.draft")
            .bind(1, holder)
            .bind(2, item_code)
            .bind(3, connection_->now())
            .bind(4, connection_->seal(text, place_of(holder, item_code)))
            .run();
        connection_->query("DELETE FROM drafts WHERE holder = ?1 AND item NOT IN"
                           " (SELECT item FROM drafts WHERE holder = ?1 ORDER BY kept_at DESC, item LIMIT ?2)")
            .bind(1, holder)
            .bind(2, static_cast<std::int64_t>(a_card_max))
            .run();
        return {};
    });
}

Result<std::vector<SavedDraft>> Drafts::of_card(const std::string& card_serial) {
    return connection_->guarded([&]() -> Result<std::vector<SavedDraft>> {
        const auto holder = connection_->holder_key(card_serial);
        std::vector<SavedDraft> drafts;
        auto row = connection_->query("SELECT item, kept_at, draft FROM drafts WHERE holder = ?1 AND kept_at > ?2 ORDER BY kept_at DESC, item");
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
        connection_->query("DELETE FROM drafts WHERE holder = ?1 AND item = ?2").bind(1, connection_->holder_key(card_serial)).bind(2, item_code).run();
        return {};
    });
}

Result<std::size_t> Drafts::prune(std::size_t count_max) {
    return connection_->writing([&]() -> Result<std::size_t> {
        const auto gone = connection_
                              ->query("DELETE FROM drafts WHERE (holder, item) IN (SELECT holder, item FROM drafts WHERE kept_at <= ?1 LIMIT ?2)")
                              .bind(1, connection_->now() - personal_lifetime.count())
                              .bind(2, static_cast<std::int64_t>(count_max))
                              .run();
        return static_cast<std::size_t>(gone);
    });
}

}  // namespace onecard::store
