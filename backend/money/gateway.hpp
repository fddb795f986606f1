// A payment company, as the district sees it. What stands behind it is in backend/gateway.
#pragma once
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/fen.hpp"
#include "base/result.hpp"

namespace onecard::money {

/// What a gateway is asked to take.
struct GatewayOrder {
    std::string id;          ///< of the charge; the same again is the same order there
    Fen amount;
    std::string payer_code;  ///< read from the payer's phone; empty: the gateway gives a code to show
    Timestamp expires_at;
};

/// What it says of an order.
struct GatewayWord {
    enum class State { waiting, paid, closed, refunded, unknown };
    State state = State::waiting;
    Fen amount;              ///< paid, or given back
    std::string trace;       ///< its own number
    std::string qr;          ///< to be shown
    std::string code;        ///< why closed
};

/// A word that it pushed.
struct GatewayNotice {
    std::string id;
    GatewayWord word;
};

/// Calls block, at most a few seconds; used from one thread, read_notice() from any. All may be repeated: what was done once is done. Errors are those of
/// an HttpClient, or `gateway.nonsense` for an answer that is not signed or makes no sense.
class Gateway {
public:
    virtual ~Gateway() = default;
    virtual const std::string& name() const = 0;
    virtual Result<GatewayWord> open(const GatewayOrder& order) = 0;
    virtual Result<GatewayWord> query(const std::string& id) = 0;
    /// Nobody can pay any more, unless the answer says that somebody has.
    virtual Result<GatewayWord> close(const std::string& id) = 0;
    /// Gives back so much of a paid order, once.
    virtual Result<GatewayWord> refund(const std::string& id, Fen amount) = 0;
    /// Its file of a business day (YYYYMMDD), as take_gateway_file() reads it.
    virtual Result<std::string> statement(const std::string& day) = 0;
    /// Errors: `gateway.signature`, `gateway.stale` (signed at another time), `gateway.nonsense`.
    virtual Result<GatewayNotice> read_notice(std::string_view body, Timestamp now) const = 0;
};

}  // namespace onecard::money
