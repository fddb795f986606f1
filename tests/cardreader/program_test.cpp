// onecard-card as others use it: a program with options, a control socket, and the real daemon at its other end.
#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/un.h>

#include "base/json.hpp"
#include "cardreader/apps/holder.hpp"
#include "cardreader/apps/purse.hpp"
#include "cardreader/pcsc/pcsc_room.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/private_pcscd/private_pcscd.hpp"
#include "tests/support/shipped_profiles.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::card;
using test::ChildProcess;

namespace {

const std::string program = ONECARD_CARD_PROGRAM;
const std::string cards = ONECARD_SOURCE_DIR "/assets/cards";

int exit_status(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    return ChildProcess(arguments).wait();
}

/// One line out, one line back.
class Orders {
public:
    explicit Orders(const std::string& file) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        file.copy(at.sun_path, sizeof at.sun_path - 1);
        REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    }
    ~Orders() { ::close(socket_); }

    std::string operator()(const std::string& order) {
        const auto line = order + "\n";
        REQUIRE(::send(socket_, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size()));
        std::string answer;
        for (char c = 0; ::recv(socket_, &c, 1, 0) == 1 && c != '\n';) answer.push_back(c);
        return answer;
    }

private:
    int socket_;
};

bool happens(PcscRoom& room, SlotEvent::Kind kind) {
    for (int waits = 0; waits < 15; ++waits) {
        for (const auto& event : room.wait(Millis(1'000))) {
            if (event.slot == Slot::citizen && event.kind == kind) return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("the program says in its exit status what became of it") {
    CHECK(exit_status({"--help"}) == 0);
    CHECK(exit_status({"--version"}) == 0);
    CHECK(exit_status({"serve", "--help"}) == 0);
    CHECK(exit_status({}) == 2);
    CHECK(exit_status({"--no-such-option"}) == 2);
    CHECK(exit_status({"serve", "--port", "many"}) == 2);
    CHECK(exit_status({"check", cards + "/lin_guilan.json", cards + "/psam.json"}) == 0);
    CHECK(exit_status({"check", cards + "/lin_guilan.json", cards + "/nobody.json"}) == 1);
    CHECK(exit_status({"check", cards + "/keys.json"}) == 1);
    CHECK(exit_status({"serve", "--cards", "/nowhere"}) == 1);
    CHECK(exit_status({"serve", "--cards", cards, "--psam", "/nowhere/psam.json"}) == 1);
    CHECK(exit_status({"serve", "--cards", cards, "--control", "/nowhere/socket"}) == 1);
}

TEST_CASE("cards are put on, torn off and asked about on order") {
    const test::TemporaryFolder folder;
    test::PrivatePcscd daemon;
    daemon.start();
    const auto socket_file = (folder / "orders").string();
    ChildProcess serving({program, "serve", "--psam", cards + "/psam.json", "--cards", cards, "--control", socket_file, "--state",
                          (folder / "state").string(), "--port", std::to_string(daemon.port()), "--sam-port", std::to_string(daemon.port() + 1)});
    REQUIRE(serving.line() == "ready");
    Orders order(socket_file);
    PcscRoom room({{{Slot::citizen, "Virtual PCD 00 00"}, {Slot::sam, "Virtual PCD 00 01"}}, Millis(2'000)});

    CHECK(order("insert lin_guilan") == "ok");
    REQUIRE(happens(room, SlotEvent::Kind::card_in));
    {
        const auto card = room.reader(Slot::citizen)->connect();
        REQUIRE(card.has_value());
        REQUIRE(recognise(**card, test::shipped_profiles()).has_value());
        CHECK(verify_pin(**card, SecretText("000000")).value().tries_left == 2);
        CHECK(order("tear before 1") == "ok");
        CHECK(read_balance(**card).error().code.starts_with("card."));
    }
    REQUIRE(happens(room, SlotEvent::Kind::card_out));
    const auto state = parse_json(order("state"));
    REQUIRE(state.has_value());
    CHECK_FALSE(flag_at(*state, "inserted", true));
    CHECK(text_at(*state, "card") == "lin_guilan");
    CHECK(number_at(*state, "balance") == 28650);
    CHECK(number_at(*state, "pin_tries") == 2);

    CHECK(order("tear after 1").starts_with("error no card is in"));
    CHECK(order("insert nobody").starts_with("error can't read "));
    CHECK(order("tear after none").starts_with("error "));
    CHECK(order("dance").starts_with("error unknown order"));
    CHECK(order("insert " + cards + "/sun_li.json") == "ok");
    REQUIRE(happens(room, SlotEvent::Kind::card_in));
    CHECK(order("remove") == "ok");
    REQUIRE(happens(room, SlotEvent::Kind::card_out));
    CHECK(order("quit") == "ok");
    CHECK(serving.wait() == 0);
}
