// A recorded conversation: each command must be the next one of the script, and the script must be heard to its end.
#pragma once
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "cardreader/transport.hpp"

namespace onecard::test {

/// One line of a conversation. An answer "-" is a card that left: `card.silent`; "!" is one that is gone: `card.gone`. The command "T=0" or "T=1" is a
/// change of protocol, whose answer "9000" is a success and any other status a refusal.
struct Line {
    std::string command, answer;
};

class ScriptedTransport final : public card::Transport {
public:
    using Protocol = card::Protocol;
    explicit ScriptedTransport(std::vector<Line> script, Protocol protocol = Protocol::t0) : script_(std::move(script)), protocol_(protocol) {}
    explicit ScriptedTransport(std::initializer_list<Line> script, Protocol protocol = Protocol::t0) : script_(script), protocol_(protocol) {}
    ScriptedTransport(const ScriptedTransport&) = delete;
    ScriptedTransport& operator=(const ScriptedTransport&) = delete;
    ~ScriptedTransport() override {
        if (next_ < script_.size()) ADD_FAIL_CHECK_AT(__FILE__, __LINE__, "never sent: " << script_[next_].command);
    }

    Result<card::Response> transmit(const card::Command& command) override {
        const auto sent = to_hex(command.encode());
        if (next_ == script_.size()) {
            ADD_FAIL_CHECK_AT(__FILE__, __LINE__, "one command too many: " << sent);
            return failure(Error::Kind::unavailable, "card.gone");
        }
        const auto& line = script_[next_++];
        if (sent != to_hex(hex(line.command))) ADD_FAIL_CHECK_AT(__FILE__, __LINE__, "sent " << sent << " instead of " << line.command);
        if (line.answer == "-") return failure(Error::Kind::timed_out, "card.silent");
        if (line.answer == "!") return failure(Error::Kind::unavailable, "card.gone");
        const auto bytes = hex(line.answer);
        return card::Response{Bytes(bytes.begin(), bytes.end() - 2), static_cast<std::uint16_t>(from_big_endian(ByteView(bytes).last(2)))};
    }

    Protocol protocol() const override { return protocol_; }
    Status change_protocol(Protocol wanted) override {
        const std::string sent = wanted == Protocol::t0 ? "T=0" : "T=1";
        if (next_ == script_.size() || script_[next_].command != sent) {
            ADD_FAIL_CHECK_AT(__FILE__, __LINE__, "changed to " << sent << " unasked");
            return failure(Error::Kind::unavailable, "card.gone");
        }
        const auto& line = script_[next_++];
        if (line.answer == "-") return failure(Error::Kind::timed_out, "card.silent");
        if (line.answer == "!") return failure(Error::Kind::unavailable, "card.gone");
        if (line.answer != "9000") return failure(Error::Kind::refused, "card.protocol");
        protocol_ = wanted;
        return {};
    }
    std::size_t sent() const { return next_; }

private:
    std::vector<Line> script_;
    Protocol protocol_;
    std::size_t next_ = 0;
};

}  // namespace onecard::test
