// The bank card terminal's line, against the simulator as a process of its own.
#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.hpp"
#include "kiosk/device/bank_terminal.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::device;
using Sale = SaleWord::Outcome;
using Refund = RefundWord::Outcome;

namespace {

const std::string id = "01939b1e-7c00-7000-8000-000000000001", other = "01939b1e-7c00-7000-8000-000000000002";
constexpr Fen amount{8640};

struct Bench {
    test::TemporaryFolder folder;
    std::string control = (folder / "control").string();
    test::ChildProcess process{{ONECARD_SOURCE_DIR "/tests/support/terminal/onecard-terminal", "--control", control, "--state", (folder / "state").string()}};
    SystemClock clock;
    std::stop_token stop;
    std::unique_ptr<BankTerminal> terminal;

    Bench() {
        const auto ready = process.line();
        REQUIRE(ready.starts_with("ready "));
        terminal = make_line_terminal("tcp://127.0.0.1:" + ready.substr(6), clock);
    }

    std::string order(std::string line) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        control.copy(address.sun_path, sizeof address.sun_path - 1);
        const int peer = ::socket(AF_UNIX, SOCK_STREAM, 0);
        REQUIRE(::connect(peer, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        line += '\n';
        REQUIRE(::write(peer, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
        char answer[256]{};
        const auto size = ::read(peer, answer, sizeof answer - 1);
        ::close(peer);
        return size > 0 ? std::string(answer, static_cast<std::size_t>(size) - 1) : std::string();
    }
    SaleWord sell(const std::string& name = id) { return device::sell(*terminal, name, amount, stop); }
    RefundWord refund(const std::string& name, const std::string& trace, Fen back = amount) { return terminal->refund(name, trace, back, stop); }
};

}  // namespace

TEST_CASE("a sale goes back to its card once, however often it is asked for and whatever answer is lost") {
    Bench bench;
    CHECK(bench.terminal->ready(bench.stop));
    const auto sold = bench.sell();
    REQUIRE(sold.outcome == Sale::approved);
    bench.order("lose answer");
    CHECK(bench.refund(id, sold.trace).outcome == Refund::unknown);
    const auto first = bench.refund(id, sold.trace), again = bench.refund(id, sold.trace);
    CHECK(first.outcome == Refund::returned);
    CHECK_FALSE(first.trace.empty());
    CHECK(again.trace == first.trace);
    CHECK(bench.order("refunds") == "1 8640");
}

TEST_CASE("what the terminal never sold, more than it sold, or another number of its own does not go back") {
    Bench bench;
    const auto sold = bench.sell();
    CHECK(bench.refund(other, sold.trace).outcome == Refund::refused);
    CHECK(bench.refund(id, "T999999").outcome == Refund::refused);
    CHECK(bench.refund(id, sold.trace, amount + Fen(1)).code == "terminal.refused");
    CHECK(bench.refund(id, sold.trace, Fen(100)).outcome == Refund::returned);
    CHECK(bench.refund(id, sold.trace, Fen(200)).outcome == Refund::refused);
    CHECK(bench.order("refunds") == "1 100");
    bench.order("card red");
    const auto declined = bench.sell(other);
    CHECK(declined.outcome == Sale::declined);
    CHECK(bench.refund(other, declined.trace).outcome == Refund::refused);
}

TEST_CASE("a terminal that can't be reached, or that refuses for now, is told apart") {
    Bench bench;
    const auto sold = bench.sell();
    bench.order("away");
    CHECK(bench.refund(id, sold.trace).outcome == Refund::unknown);
    bench.order("back");
    bench.order("refuse-refunds on");
    CHECK(bench.refund(id, sold.trace).outcome == Refund::refused);
    CHECK(bench.order("refunds") == "0 0");
}

TEST_CASE("a lost answer of a sale is found out about, and a sale that never reached the terminal took nothing") {
    Bench bench;
    bench.order("lose answer");
    CHECK(bench.sell().outcome == Sale::approved);
    bench.order("lose request");
    CHECK(bench.sell(other).outcome == Sale::declined);
    CHECK(bench.order("sales") == "1 8640");
}
