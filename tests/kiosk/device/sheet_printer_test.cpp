// The driver for office printers against one that speaks IPP.
#include <doctest/doctest.h>

#include "kiosk/device/sheet_printer.hpp"
#include "tests/support/ipp_printer.hpp"

using namespace onecard;
using namespace onecard::device;
using Kind = PrintOutcome::Kind;

namespace {

struct Office {
    test::IppPrinter device;
    SystemClock clock;
    SheetSettings settings;
    std::stop_source stop;

    Office() {
        settings.address = device.address();
        settings.answer_within = Millis(1500);
        settings.print_within = Millis(1200);
        settings.look_every = Millis(10);
    }
    PrinterState look() { return SheetPrinter(settings, clock).look(stop.get_token()); }
    PrintOutcome print() {
        Slip slip;
        slip.hall = "样例社区便民服务大厅";
        slip.title = "路灯报修";
        slip.number = "K0001-20261122-0007";
        slip.qr = "OC1/K0001-20261122-0007/R/0/20261122/1A2B3C4D";
        return SheetPrinter(settings, clock).print(slip, stop.get_token());
    }
};

}  // namespace

TEST_CASE("a sheet is printed once its job is completed, and not before") {
    Office office;
    office.device.jobs_go({3, 5, 5, 9});
    CHECK(office.look() == PrinterState{});
    CHECK(office.print().kind == Kind::printed);
    const auto documents = office.device.documents();
    REQUIRE(documents.size() == 1);
    CHECK(documents[0].starts_with("%PDF-1.4"));
    CHECK(documents[0].ends_with("%%EOF\n"));
    CHECK(documents[0].find("/MediaBox [0 0 595.28 841.89]") != std::string::npos);
}

TEST_CASE("what an office printer says of itself comes in the same codes, and no job is sent to one in trouble") {
    const std::pair<const char*, const char*> troubles[] = {{"media-empty-error", "printer.paper_out"}, {"media-jam", "printer.jammed"},
        {"cover-open-report", "printer.cover_open"}, {"offline", "printer.offline"}, {"none", "printer.offline"}};
    for (const auto& [reason, code] : troubles) {
        Office office;
        office.device.say(5, reason);
        CHECK(office.look() == PrinterState{false, code, false});
        const auto outcome = office.print();
        CHECK(outcome.kind == Kind::failed);
        CHECK(outcome.code == code);
        CHECK(office.device.documents().empty());
    }
    Office office;
    office.device.say(3, "media-low-warning");
    CHECK(office.look() == PrinterState{true, "printer.paper_low", false});
}

TEST_CASE("a job that is aborted failed, one that never ends is unknown, one that stops for paper is taken back") {
    Office aborted;
    aborted.device.jobs_go({5, 8});
    CHECK(aborted.print().kind == Kind::failed);
    Office endless;
    endless.device.jobs_go({5});
    const auto late = endless.print();
    CHECK(late.kind == Kind::unknown);
    CHECK(late.code == "printer.unsure");
    Office empty;
    empty.device.jobs_go({5, 6});
    empty.device.say_after_job(5, "media-empty");
    const auto outcome = empty.print();
    CHECK(outcome.kind == Kind::failed);
    CHECK(outcome.code == "printer.paper_out");
    CHECK(empty.device.canceled() == 1);
}

TEST_CASE("a printer that hangs up leaves it open whether the sheet comes, and one that is not there is gone") {
    Office office;
    constexpr int get_job_attributes = 9;
    office.device.hang_up_on(get_job_attributes);
    CHECK(office.print().kind == Kind::unknown);
    office.settings.address = "ipp://127.0.0.1:1/ipp/print";
    CHECK(office.look() == PrinterState{false, "printer.gone", false});
    for (const std::string address : {"", "printer", "http://127.0.0.1:631/", "tcp://127.0.0.1:9100"}) {
        office.settings.address = address;
        CHECK(office.look().code == "printer.address");
    }
}
