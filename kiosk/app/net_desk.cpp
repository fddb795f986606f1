#include "kiosk/app/net_desk.hpp"

#include "base/log.hpp"

namespace onecard::app {

sync::SyncEvents NetDesk::events(const Parts& parts) {
    auto& letters = parts.letters;
    sync::SyncEvents events;
    events.status = [&letters](const sync::SyncStatus& status) {
        const bool online = status.network == sync::Network::online;
        const bool plain_offline = status.code == "net.offline" || status.code == "net.timed_out" || status.code == "net.broken_off";
        letters.post(NetState{online, !status.in_flight.empty(), status.waiting, status.received, status.parked, status.last_sync_at,
                              plain_offline ? std::string() : status.code});
    };
    events.order = [&letters](const wire::Order& order) { letters.post(OrderCame{order}); };
    events.refreshed = [&letters](sync::Part part) { letters.post(CacheChanged{part == sync::Part::catalogue}); };
    events.holder = [&letters](const std::string& serial, const Result<wire::HolderRecord>& record) {
        if (record) letters.post(HolderFetched{serial});
    };
    events.drafts = [&letters](const std::string& serial) { letters.post(DraftsFetched{serial}); };
    events.registers = [&letters](const std::string& serial) { letters.post(RegistersFetched{serial}); };
    events.load = [&letters](const std::string& id, const Result<wire::LoadGrant>& grant) {
        if (grant) letters.post(LoadAnswered{id, *grant, {}});
        else letters.post(LoadAnswered{id, std::nullopt, grant.error().code});
    };
    events.refunds = [&letters](const std::vector<wire::RefundDue>& refunds) { letters.post(RefundsDue{refunds}); };
    events.unblock = [&letters](const std::string&, const Result<wire::UnblockGrant>& grant) {
        if (grant) letters.post(UnblockAnswered{*grant, {}});
        else letters.post(UnblockAnswered{std::nullopt, grant.error().code});
    };
    events.charge = [&letters](const std::string& id, const Result<wire::ChargeState>& state) {
        if (state) return letters.post(ChargeAnswered{id, *state, {}, false});
        const auto kind = state.error().kind;
        const bool surely_not = kind == Error::Kind::refused || kind == Error::Kind::unavailable;
        letters.post(ChargeAnswered{id, std::nullopt, state.error().code, surely_not});
    };
    events.facts = parts.facts;
    events.accept_ceilings = parts.accept_ceilings;
    events.accept_catalogue = [&letters, accept = parts.accept_catalogue](const std::string& bundle, ByteView signature) {
        auto good = accept(bundle, signature);
        if (!good) letters.post(CatalogueRefused{});
        return good;
    };
    return events;
}

NetDesk::NetDesk(Parts parts)
    : engine_(parts.store, parts.client, parts.clock, parts.random, events(parts), parts.settings),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void NetDesk::run(const std::stop_token& stop) {
    constexpr Millis after_store_trouble{5000};
    while (!stop.stop_requested()) {
        const auto wait = engine_.tick(stop);
        if (!wait) log::failed("sync", wait.error());
        engine_.rest(wait ? *wait : after_store_trouble, stop);
    }
}

}  // namespace onecard::app
