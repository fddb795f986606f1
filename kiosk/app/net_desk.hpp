// The network thread: a sync engine with a store connection and an HTTP client of its own.
#pragma once
#include <functional>
#include <thread>

#include "backend-client/http/client.hpp"
#include "backend-client/sync/engine.hpp"
#include "base/bytes.hpp"
#include "base/mailbox.hpp"
#include "kiosk/app/net_letters.hpp"

namespace onecard::app {

class NetDesk {
public:
    struct Parts {
        store::Store& store;            ///< used by this thread alone
        web::HttpClient& client;
        const Clock& clock;
        Random& random;
        Mailbox<NetLetter>& letters;
        std::function<wire::Heartbeat()> facts;  ///< called from this thread
        std::function<Status(const std::string& bundle, ByteView signature)> accept_catalogue;  ///< called from this thread
        std::function<Status(const std::string& document, ByteView signature)> accept_ceilings;  ///< so too
        sync::SyncSettings settings;
    };
    /// All references must outlive the desk.
    explicit NetDesk(Parts parts);

    /// From any thread.
    void nudge() { engine_.nudge(); }
    void ask_load(wire::LoadRequest request) { engine_.ask_load(std::move(request)); }
    void ask_unblock(wire::UnblockRequest request) { engine_.ask_unblock(std::move(request)); }
    void ask_charge(sync::ChargeAsk ask) { engine_.ask_charge(std::move(ask)); }
    void ask_private(const std::string& card_serial) { engine_.ask_private(card_serial); }
    void ask_holder(const std::string& card_serial) { engine_.ask_holder(card_serial); }

private:
    void run(const std::stop_token& stop);
    static sync::SyncEvents events(const Parts& parts);

    sync::SyncEngine engine_;
    std::jthread thread_;
};

}  // namespace onecard::app
