#include <doctest/doctest.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "base/file.hpp"
#include "kiosk/device/picture_files.hpp"
#include "kiosk/device/slip_picture.hpp"
#include "kiosk/device/spool_printer.hpp"

using namespace onecard;
using namespace onecard::device;
namespace fs = std::filesystem;

namespace {

/// A folder of its own, gone with the object.
struct Folder {
    fs::path path;
    Folder() {
        std::string form = (fs::temp_directory_path() / "onecard-slips-XXXXXX").string();
        path = ::mkdtemp(form.data());
    }
    ~Folder() { fs::remove_all(path); }
};

Slip paid_slip() {
    Slip slip;
    slip.hall = "样例社区便民服务大厅";
    slip.title = "缴费回执";
    slip.number = "K0001-20261122-0007";
    slip.state = "已收款，等待入账";
    slip.lines = {{"时间", "2026年11月22日 09:30"}, {"持卡人", "林*兰"}, {"水费 样例自来水公司", "46.80元"},
                  {"电费 样例供电公司 2026年10月 账号 0000 1111 2222", "132.50元"},
                  {"合计", "179.30元", true}, {"卡内余额", "107.20元"}};
    slip.qr = "OC1/K0001-20261122-0007/P/17930/20261122/1A2B3C4D";
    slip.footer = "请保留此回执。如有疑问，请携带市民卡到服务台，或致电 000-0000。";
    return slip;
}

/// Dots that are not white, in a part of the picture.
int ink(const ui::Surface& picture, const ui::Box& wanted) {
    int count = 0;
    const auto box = ui::common(wanted, picture.box());
    for (int y = box.y0; y < box.y1; ++y)
        for (int x = box.x0; x < box.x1; ++x) count += (picture.at(x, y) & 0xFF) < 128 ? 1 : 0;
    return count;
}

/// Files of this process may not grow beyond `bytes` while this lives: writes fail as on a full disk.
struct SmallDisk {
    rlimit before{};
    explicit SmallDisk(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{bytes, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &before); }
};

}  // namespace

TEST_CASE("a slip is as wide as its roll, has ink, and keeps its margins free") {
    for (const auto paper : {Paper::mm58, Paper::mm80}) {
        const auto picture = draw_slip(paid_slip(), paper);
        const int width = (paper == Paper::mm58 ? 58 : 80) * dots_per_millimetre;
        CHECK(picture.width() == width);
        CHECK(picture.height() > 600);
        CHECK(ink(picture, picture.box()) > 5000);
        CHECK(ink(picture, {0, 0, 24, picture.height()}) == 0);
        CHECK(ink(picture, {width - 24, 0, width, picture.height()}) == 0);
        CHECK(ink(picture, {0, picture.height() - 16, width, picture.height()}) == 0);
    }
}

TEST_CASE("a value that does not fit beside its label stands below it") {
    Slip slip;
    slip.lines = {{"标签", "值"}};
    const int beside = draw_slip(slip, Paper::mm58).height();
    slip.lines = {{"一个相当长的标签放在左边", "一个同样长的值放在右边"}};
    CHECK(draw_slip(slip, Paper::mm58).height() > beside);
}

TEST_CASE("texts and lines without end do not use up a roll") {
    Slip slip = paid_slip();
    const std::string endless(20'000, 'x');
    slip.title = slip.state = slip.footer = endless;
    slip.lines.assign(10'000, {"标签", "值"});
    const auto picture = draw_slip(slip, Paper::mm58);
    CHECK(picture.height() < 12'000);
    slip.lines = {{"\xFF\xFE ill-formed \xC0", endless}};
    CHECK(draw_slip(slip, Paper::mm80).height() < 8'000);
}

TEST_CASE("without a printer a slip is saved as picture and document, for its owner's eyes only") {
    const Folder folder;
    ManualClock clock{Timestamp(Millis(1'795'311'000'000))};
    SpoolPrinter printer({folder.path / "spool", Paper::mm80}, clock);
    const auto outcome = printer.print(paid_slip(), {});
    REQUIRE(outcome.kind == PrintOutcome::Kind::saved);
    CHECK(printer.look({}) == PrinterState{});
    CHECK(outcome.saved.filename() == "K0001-20261122-0007.png");
    const auto png = read_file(outcome.saved), pdf = read_file(folder.path / "spool" / "K0001-20261122-0007.pdf");
    REQUIRE(png.has_value());
    REQUIRE(pdf.has_value());
    CHECK(png->starts_with("\x89PNG"));
    CHECK(pdf->starts_with("%PDF-1.4"));
    CHECK(pdf->ends_with("%%EOF\n"));
    struct stat about{};
    REQUIRE(::stat(outcome.saved.c_str(), &about) == 0);
    CHECK((about.st_mode & 077) == 0);
    REQUIRE(::stat((folder.path / "spool").c_str(), &about) == 0);
    CHECK((about.st_mode & 077) == 0);
}

TEST_CASE("what is for paper only is put into no folder, and that is said") {
    const Folder folder;
    ManualClock clock{Timestamp(Millis(1'795'311'000'000))};
    SpoolPrinter printer({folder.path / "spool", Paper::mm80}, clock);
    auto slip = paid_slip();
    slip.on_paper_only = true;
    const auto outcome = printer.print(slip, {});
    CHECK(outcome.kind == PrintOutcome::Kind::failed);
    CHECK(outcome.code == "printer.paper_only");
    CHECK_FALSE(fs::exists(folder.path / "spool"));
}

TEST_CASE("the objects of the PDF stand where its table says") {
    const auto pdf = make_pdf(draw_slip(paid_slip(), Paper::mm58), dots_per_millimetre);
    REQUIRE(pdf.has_value());
    const auto table = pdf->find("xref\n0 6\n");
    REQUIRE(table != std::string::npos);
    CHECK(pdf->find("startxref\n" + std::to_string(table) + "\n") != std::string::npos);
    for (std::size_t number = 1; number <= 5; ++number) {
        const auto line = table + 9 + number * 20;
        const auto start = std::stoul(pdf->substr(line, 10));
        CHECK(pdf->substr(start, 7) == std::to_string(number) + " 0 obj");
    }
    CHECK(pdf->find("/MediaBox [0 0 164.41 ") != std::string::npos);
}

TEST_CASE("a slip whose number is no file name is not written anywhere") {
    const Folder folder;
    ManualClock clock{Timestamp(Millis(1'795'311'000'000))};
    SpoolPrinter printer({folder.path / "spool", Paper::mm80}, clock);
    for (const std::string number : {"", "../escape", "a/b", "a.b", "编号", "K0001 7"}) {
        auto slip = paid_slip();
        slip.number = number;
        const auto outcome = printer.print(slip, {});
        CHECK(outcome.kind == PrintOutcome::Kind::failed);
        CHECK(outcome.code == "printer.number");
    }
    CHECK(fs::is_empty(folder.path));
}

TEST_CASE("a full disk is said, and the next slip is saved when there is room again") {
    const Folder folder;
    ManualClock clock{Timestamp(Millis(1'795'311'000'000))};
    SpoolPrinter printer({folder.path, Paper::mm80}, clock);
    {
        const SmallDisk full(2048);
        const auto outcome = printer.print(paid_slip(), {});
        CHECK(outcome.kind == PrintOutcome::Kind::failed);
        CHECK(outcome.code.starts_with("printer."));
        CHECK(printer.look({}).ready == false);
    }
    CHECK(fs::is_empty(folder.path));
    CHECK(printer.print(paid_slip(), {}).kind == PrintOutcome::Kind::saved);
    CHECK(printer.look({}) == PrinterState{});
}

TEST_CASE("a folder that can't be made is said") {
    ManualClock clock{Timestamp(Millis(1'795'311'000'000))};
    SpoolPrinter printer({"/proc/no/such/folder", Paper::mm80}, clock);
    CHECK(printer.print(paid_slip(), {}).code == "printer.unwritable");
}

TEST_CASE("slips leave the machine after their lifetime, other files stay") {
    const Folder folder;
    ManualClock clock{Timestamp(Millis(1'795'311'000'000))};
    SpoolPrinter printer({folder.path, Paper::mm58}, clock);
    auto slip = paid_slip();
    REQUIRE(printer.print(slip, {}).kind == PrintOutcome::Kind::saved);
    REQUIRE(write_file(folder.path / "note.txt", "stays").has_value());
    fs::last_write_time(folder.path / "note.txt", fs::file_time_type::clock::from_sys(clock.now()));
    clock.advance(spool_lifetime - std::chrono::minutes(1));
    slip.number = "K0001-20261125-0001";
    printer.print(slip, {});
    CHECK(fs::exists(folder.path / "K0001-20261122-0007.png"));
    clock.advance(std::chrono::minutes(2));
    slip.number = "K0001-20261125-0002";
    printer.print(slip, {});
    CHECK_FALSE(fs::exists(folder.path / "K0001-20261122-0007.png"));
    CHECK_FALSE(fs::exists(folder.path / "K0001-20261122-0007.pdf"));
    CHECK(fs::exists(folder.path / "K0001-20261125-0001.png"));
    CHECK(fs::exists(folder.path / "note.txt"));
}
