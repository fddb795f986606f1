#include "cardreader/pcsc/pcsc_reader.hpp"

#include <thread>

#include <winscard.h>

#include "base/secret.hpp"
#include "cardreader/pcsc/pcsc_failure.hpp"

namespace onecard::card {
namespace {

constexpr int connects_max = 3;
constexpr Millis contacts_settle{150};
constexpr Millis connects_at_most{10'000};
// More than any answer may have, so that a longer one is seen as such.
constexpr std::size_t receives_max = 4096;

/// A card as the daemon knows it; lives and ends on its line.
struct Session {
    SCARDCONTEXT context = 0;
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    DWORD share = SCARD_SHARE_SHARED;
    bool has_context = false, has_card = false, in_transaction = false;

    Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    /// The reset makes the card forget the PIN that was shown to it.
    ~Session() {
        if (in_transaction) SCardEndTransaction(card, SCARD_LEAVE_CARD);
        if (has_card) SCardDisconnect(card, SCARD_RESET_CARD);
        if (has_context) SCardReleaseContext(context);
    }

    LONG open(const std::string& reader, Hold hold) {
        LONG result = has_context ? SCARD_S_SUCCESS : SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context);
        if (result != SCARD_S_SUCCESS) return result;
        has_context = true;
        share = hold == Hold::exclusive ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED;
        result = SCardConnect(context, reader.c_str(), share, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol);
        if (result != SCARD_S_SUCCESS) return result;
        has_card = true;
        if (hold == Hold::exclusive) return result;
        result = SCardBeginTransaction(card);
        in_transaction = result == SCARD_S_SUCCESS;
        return result;
    }
};

Protocol protocol_of(DWORD spoken) { return spoken == SCARD_PROTOCOL_T0 ? Protocol::t0 : Protocol::t1; }

/// The card bounces when it is put in.
bool settles(LONG result) {
    return result == SCARD_E_NO_SMARTCARD || result == SCARD_W_UNRESPONSIVE_CARD || result == SCARD_W_UNPOWERED_CARD || result == SCARD_W_RESET_CARD;
}

struct Opening {
    std::shared_ptr<Session> session;
    LONG result = SCARD_E_NO_SMARTCARD;
};

void open_patiently(Opening& opening, const std::string& reader, Hold hold) {
    for (int attempt = 1; attempt <= connects_max; ++attempt) {
        opening.session = std::make_shared<Session>();
        opening.result = opening.session->open(reader, hold);
        if (!settles(opening.result)) break;
        opening.session.reset();
        if (attempt < connects_max) std::this_thread::sleep_for(contacts_settle);
    }
    if (opening.result != SCARD_S_SUCCESS) opening.session.reset();
}

struct Call {
    Bytes command;
    Bytes answer;
    LONG result = SCARD_S_SUCCESS;

    ~Call() {
        wipe(command.data(), command.size());
        wipe(answer.data(), answer.size());
    }
};

class PcscTransport final : public Transport {
public:
    PcscTransport(std::shared_ptr<Line> line, std::shared_ptr<Session> session, Millis answer_at_most)
        : line_(std::move(line)), session_(std::move(session)), answer_at_most_(answer_at_most), protocol_(protocol_of(session_->protocol)) {}
    PcscTransport(const PcscTransport&) = delete;
    PcscTransport& operator=(const PcscTransport&) = delete;
    /// The daemon's calls at the end may hang like any other.
    ~PcscTransport() override {
        line_->run([session = std::move(session_)]() mutable { session.reset(); }, answer_at_most_);
    }

    Result<Response> transmit(const Command& command) override;
    Protocol protocol() const override { return protocol_; }
    Status change_protocol(Protocol wanted) override;

private:
    std::shared_ptr<Line> line_;
    std::shared_ptr<Session> session_;
    Millis answer_at_most_;
    Protocol protocol_;
};

Result<Response> PcscTransport::transmit(const Command& command) {
    const auto call = std::make_shared<Call>();
    call->command = command.encode();
    const auto job = [call, session = session_] {
        const SCARD_IO_REQUEST* frame = session->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
        call->answer.resize(receives_max);
        DWORD size = receives_max;
        call->result = SCardTransmit(session->card, frame, call->command.data(), call->command.size(), nullptr, call->answer.data(), &size);
        call->answer.resize(call->result == SCARD_S_SUCCESS ? std::min<std::size_t>(size, receives_max) : 0);
    };
    if (!line_->run(job, answer_at_most_)) return failure(Error::Kind::timed_out, "card.silent", "no answer in time");
    if (call->result != SCARD_S_SUCCESS) return pcsc_failure(call->result);
    // A card torn out can end in success with nothing.
    const ByteView bytes(call->answer);
    if (bytes.size() < 2) return failure(Error::Kind::timed_out, "card.silent", "less than a status word");
    if (bytes.size() > answer_bytes_max) return failure(Error::Kind::corrupt, "card.nonsense", "an over-long answer");
    const auto data = bytes.first(bytes.size() - 2);
    return Response{Bytes(data.begin(), data.end()), static_cast<std::uint16_t>(from_big_endian(bytes.last(2)))};
}

/// The transaction stays as it is. A card that refuses to negotiate is told as unresponsive by the daemon.
Status PcscTransport::change_protocol(Protocol wanted) {
    const DWORD asked = wanted == Protocol::t0 ? SCARD_PROTOCOL_T0 : SCARD_PROTOCOL_T1;
    const auto result = std::make_shared<LONG>(SCARD_S_SUCCESS);
    const auto job = [result, asked, session = session_] {
        *result = SCardReconnect(session->card, session->share, asked, SCARD_RESET_CARD, &session->protocol);
    };
    if (!line_->run(job, connects_at_most)) return failure(Error::Kind::timed_out, "card.silent", "no new connection in time");
    const bool refused = *result == SCARD_E_PROTO_MISMATCH || *result == SCARD_W_UNRESPONSIVE_CARD;
    if (refused || (*result == SCARD_S_SUCCESS && session_->protocol != asked)) return failure(Error::Kind::refused, "card.protocol");
    if (*result != SCARD_S_SUCCESS) return pcsc_failure(*result);
    protocol_ = wanted;
    return {};
}

}  // namespace

PcscReader::PcscReader(std::string name, Hold hold, Millis answer_at_most)
    : name_(std::move(name)), hold_(hold), answer_at_most_(answer_at_most), line_(std::make_shared<Line>()) {}

Result<std::unique_ptr<Transport>> PcscReader::connect() {
    if (line_->busy()) return failure(Error::Kind::unavailable, "card.silent", "an earlier command has no answer yet");
    const auto opening = std::make_shared<Opening>();
    const auto job = [opening, reader = name_, hold = hold_] { open_patiently(*opening, reader, hold); };
    if (!line_->run(job, connects_at_most)) return failure(Error::Kind::unavailable, "card.busy", "no connection in time");
    if (opening->result != SCARD_S_SUCCESS) return pcsc_failure(opening->result);
    return std::make_unique<PcscTransport>(line_, std::exchange(opening->session, nullptr), answer_at_most_);
}

}  // namespace onecard::card
