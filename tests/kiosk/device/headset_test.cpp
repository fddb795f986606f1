#include <doctest/doctest.h>

#include <fcntl.h>
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mailbox.hpp"
#include "kiosk/device/headset.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;

namespace {

/// A pipe with a name, written to as the kernel writes switch events.
struct Socket {
    test::TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "event7";
    int end = -1;
    Mailbox<bool> told;

    Socket() {
        REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
        end = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        REQUIRE(end >= 0);
    }
    ~Socket() { ::close(end); }
    void send(std::uint16_t type, std::uint16_t code, int value) const {
        input_event event{};
        event.type = type;
        event.code = code;
        event.value = value;
        REQUIRE(::write(end, &event, sizeof event) == static_cast<ssize_t>(sizeof event));
    }
    std::optional<bool> next() { return told.wait(std::chrono::seconds(10), {}); }
};

}  // namespace

TEST_CASE("a plug that goes in and out is told, other switches are not") {
    Socket socket;
    const device::Headset headset(socket.path, [&](bool in) { socket.told.post(in); });
    socket.send(EV_SW, SW_MICROPHONE_INSERT, 1);
    socket.send(EV_SW, SW_HEADPHONE_INSERT, 1);
    socket.send(EV_SYN, SYN_REPORT, 0);
    CHECK(socket.next() == true);
    socket.send(EV_SW, SW_HEADPHONE_INSERT, 0);
    CHECK(socket.next() == false);
}

TEST_CASE("a socket that is not there stops nothing") {
    const device::Headset headset("/nonexistent/event", [](bool) { FAIL("nothing to tell"); });
}
