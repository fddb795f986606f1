// The driver against the printer made of software, over a real connection: what is said must be what happened.
#include <doctest/doctest.h>

#include <pty.h>
#include <thread>

#include "kiosk/device/escpos.hpp"
#include "kiosk/device/escpos_printer.hpp"
#include "kiosk/device/slip_picture.hpp"
#include "tests/support/printer/sim_printer.hpp"
#include "tests/support/printer/spawned_printer.hpp"

using namespace onecard;
using namespace onecard::device;
using Kind = PrintOutcome::Kind;

namespace {

const std::string mark = "OC1/K0001-20261122-0007/R/0/20261122/1A2B3C4D";

Slip sample_slip() {
    Slip slip;
    slip.hall = "样例社区便民服务大厅";
    slip.title = "路灯报修";
    slip.number = "K0001-20261122-0007";
    slip.state = "已收妥，存在本机";
    slip.lines = {{"时间", "2026年11月22日 09:30"}, {"承诺办结", "2026年12月4日", true}};
    slip.qr = mark;
    slip.footer = "请保留此回执。";
    return slip;
}

struct Desk {
    test::SpawnedPrinter device;
    SystemClock clock;
    EscposSettings settings;
    std::stop_source stop;
    std::optional<EscposPrinter> printer;  ///< made with the settings as they are at the first slip

    explicit Desk(int dots = 576) : device(dots) {
        settings.address = device.address();
        settings.paper = dots == 384 ? Paper::mm58 : Paper::mm80;
        // Longer than any machine is busy elsewhere: only who waits for a limit to pass makes it shorter.
        settings.answer_within = Millis(10'000);
        settings.spare = Millis(30'000);
    }
    PrintOutcome print() {
        if (!printer) printer.emplace(settings, clock);
        return printer->print(sample_slip(), stop.get_token());
    }
    PrinterState look() { return EscposPrinter(settings, clock).look(stop.get_token()); }
};

}  // namespace

TEST_CASE("a slip is printed as it was drawn, on both rolls, and its code can be read off the paper") {
    for (const int dots : {576, 384}) {
        Desk desk(dots);
        CHECK(desk.look() == PrinterState{});
        const auto outcome = desk.print();
        CHECK(outcome.kind == Kind::printed);
        CHECK(outcome.code == "");
        CHECK(desk.device.slips() == 1);
        CHECK(desk.device.ask("code 1") == mark);
        CHECK(number_at(desk.device.state(), "unknown") == 0);
        CHECK(number_at(desk.device.state(), "torn") == 0);
    }
}

TEST_CASE("nothing is sent to a printer without paper, and after more paper came the slip is printed once") {
    Desk desk;
    desk.device.order("paper out");
    CHECK(desk.look() == PrinterState{false, "printer.paper_out", false});
    const auto outcome = desk.print();
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.code == "printer.paper_out");
    desk.device.order("paper in");
    CHECK(desk.look() == PrinterState{});
    CHECK(desk.print().kind == Kind::printed);
    CHECK(desk.device.slips() == 1);
    CHECK(number_at(desk.device.state(), "torn") == 0);
}

TEST_CASE("paper that ends in the middle is said, and the rest of that slip never comes out in front of the next one") {
    Desk desk;
    desk.device.order("paper left 40");
    const auto outcome = desk.print();
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.code == "printer.paper_out");
    CHECK(desk.device.slips() == 0);
    desk.device.order("paper in");
    CHECK(desk.print().kind == Kind::printed);
    CHECK(number_at(desk.device.state(), "torn") == 1);
    CHECK(desk.device.ask("code " + std::to_string(desk.device.slips())) == mark);
}

TEST_CASE("a roll that is nearly at its end prints, and says so beforehand") {
    Desk desk;
    desk.device.order("paper left 900");
    CHECK(desk.look() == PrinterState{true, "printer.paper_low", false});
    CHECK(desk.print().kind == Kind::printed);
}

TEST_CASE("an open cover is said before and in the middle") {
    Desk desk;
    desk.device.order("cover open");
    CHECK(desk.look().code == "printer.cover_open");
    CHECK(desk.print().code == "printer.cover_open");
    desk.device.order("cover closed");
    desk.device.order("speed 20");
    std::jthread hand([&] {
        while (!number_at(desk.device.state(), "moving")) std::this_thread::yield();
        desk.device.order("cover open");
    });
    const auto outcome = desk.print();
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.code == "printer.cover_open");
    CHECK(desk.device.slips() == 0);
}

TEST_CASE("a jam in the middle fails, a blade that sticks leaves it to the resident's eyes") {
    Desk desk;
    desk.device.order("jam after 30");
    const auto jammed = desk.print();
    CHECK(jammed.kind == Kind::failed);
    CHECK(jammed.code == "printer.jammed");
    CHECK(desk.look().code == "printer.jammed");
    desk.device.order("jam cleared");
    CHECK(desk.print().kind == Kind::printed);
    Desk blunt;
    blunt.device.order("cutter jammed");
    const auto uncut = blunt.print();
    CHECK(uncut.kind == Kind::unknown);
    CHECK(uncut.code == "printer.cutter");
    blunt.device.order("cutter free");
    CHECK(blunt.look() == PrinterState{});
    CHECK(blunt.print().kind == Kind::printed);
}

TEST_CASE("late answers are waited for, and answers that come after the limit are never taken for new ones") {
    Desk desk;
    desk.settings.answer_within = Millis(2'000);
    desk.device.order("late 150");
    CHECK(desk.print().kind == Kind::printed);
    desk.device.order("late 20000");
    const auto outcome = desk.print();
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.code == "printer.silent");
    CHECK(desk.device.slips() == 1);
}

TEST_CASE("a printer that falls silent once it has the whole slip leaves it open whether it was printed") {
    Desk desk;
    desk.settings.spare = Millis(4'000);
    desk.device.order("speed 60");
    desk.device.order("silent at end");
    const auto outcome = desk.print();
    CHECK(outcome.kind == Kind::unknown);
    CHECK(outcome.code == "printer.silent");
    CHECK(desk.device.slips() == 1);  // it was, but nobody said so
}

TEST_CASE("a device that answers nonsense is not believed and gets no slip") {
    Desk desk;
    desk.settings.answer_within = Millis(400);
    desk.device.order("garbage on");
    CHECK_FALSE(desk.look().ready);
    const auto outcome = desk.print();
    CHECK(outcome.kind == Kind::failed);
    CHECK((outcome.code == "printer.confused" || outcome.code == "printer.silent"));
    CHECK(desk.device.slips() == 0);
}

TEST_CASE("a connection that breaks in the middle has surely not printed; the next slip is whole") {
    Desk desk;
    for (const int bytes : {1, 20, 5'000, 30'000}) {
        desk.device.order("drop after " + std::to_string(bytes));
        const auto outcome = desk.print();
        CHECK(outcome.kind == Kind::failed);
        CHECK(outcome.code == "printer.gone");
    }
    CHECK(desk.print().kind == Kind::printed);
    // What had begun to come out was cut off, so that the whole slip is alone on its paper.
    Desk undisturbed;
    REQUIRE(undisturbed.print().kind == Kind::printed);
    const auto last = desk.device.slips();
    CHECK(read_file(desk.device.picture(last)).value() == read_file(undisturbed.device.picture(1)).value());
    CHECK(desk.device.ask("code " + std::to_string(last - 1)) == "error none");
}

TEST_CASE("a printer that is switched off is gone, and is found again when it is back") {
    Desk desk;
    desk.device.order("power off");
    CHECK(desk.look() == PrinterState{false, "printer.gone", false});
    CHECK(desk.print().code == "printer.gone");
    desk.device.order("power on");
    CHECK(desk.print().kind == Kind::printed);
}

TEST_CASE("addresses that are none are refused without waiting") {
    Desk desk;
    for (const std::string address : {"", "printer", "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:0", "tcp://127.0.0.1:99999",
                                      "tcp://127.0.0.1:9100x", "tcp://some.name:9100", "http://127.0.0.1:9100"}) {
        desk.settings.address = address;
        CHECK(desk.look().code == "printer.address");
    }
    desk.settings.address = "/dev/no/such/printer";
    CHECK(desk.look().code == "printer.gone");
}

TEST_CASE("a slip left in the mouth is seen and taken back where the device can") {
    Desk desk;
    desk.settings.mouth = {hex("1D6506"), 0x08, hex("1D6502")};
    CHECK_FALSE(desk.look().slip_in_mouth);
    CHECK(desk.print().kind == Kind::printed);
    CHECK(desk.look().slip_in_mouth);
    EscposPrinter(desk.settings, desk.clock).retract(desk.stop.get_token());
    CHECK_FALSE(desk.look().slip_in_mouth);
    CHECK(number_at(desk.device.state(), "retracted") == 1);
    CHECK(desk.print().kind == Kind::printed);
    desk.device.order("take");
    CHECK_FALSE(desk.look().slip_in_mouth);
    CHECK(number_at(desk.device.state(), "unknown") == 0);
}

TEST_CASE("a stop ends printing at once") {
    Desk desk;
    desk.device.order("late 60000");
    desk.settings.answer_within = Millis(60'000);
    desk.stop.request_stop();
    const auto before = desk.clock.uptime();
    CHECK(desk.print().kind == Kind::failed);
    CHECK(desk.clock.uptime() - before < Millis(5'000));
}

TEST_CASE("a device file is spoken to as a connection is") {
    int ours = -1, theirs = -1;
    char name[128];
    REQUIRE(::openpty(&ours, &theirs, name, nullptr, nullptr) == 0);
    std::jthread device([ours](const std::stop_token& stop) {
        test::SimPrinter printer(576);
        Bytes piece(4096);
        while (!stop.stop_requested()) {
            pollfd watched{ours, POLLIN, 0};
            if (::poll(&watched, 1, 2) > 0)
                if (const auto got = ::read(ours, piece.data(), piece.size()); got > 0)
                    printer.feed(ByteView(piece).first(static_cast<std::size_t>(got)));
            printer.pass(Millis(20));
            const auto said = printer.take_answers();
            if (!said.empty()) (void)!::write(ours, said.data(), said.size());
        }
    });
    SystemClock clock;
    EscposSettings settings;
    settings.address = name;
    const std::stop_source stop;
    CHECK(EscposPrinter(settings, clock).look(stop.get_token()) == PrinterState{});
    CHECK(EscposPrinter(settings, clock).print(sample_slip(), stop.get_token()).kind == Kind::printed);
    device.request_stop();
    device.join();
    ::close(ours);
    ::close(theirs);
}
