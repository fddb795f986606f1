#include "kiosk/device/headset.hpp"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <utility>

#include "base/log.hpp"

namespace onecard::device {
namespace {

constexpr int again_after_ms = 5'000;

// What is plugged in now; nothing where the device only tells of changes.
std::optional<bool> plugged_now(int device) {
    std::array<unsigned char, SW_CNT / 8 + 1> switches{};
    if (::ioctl(device, EVIOCGSW(switches.size()), switches.data()) < 0) return std::nullopt;
    return (switches[SW_HEADPHONE_INSERT / 8] >> (SW_HEADPHONE_INSERT % 8) & 1) != 0;
}

}  // namespace

Headset::Headset(std::filesystem::path device, std::function<void(bool)> plugged) : path_(std::move(device)), plugged_(std::move(plugged)) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return;  // a machine out of descriptors has other troubles; the voice key still works
    stop_reading_ = ends[0];
    stop_writing_ = ends[1];
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Headset::~Headset() {
    if (stop_writing_ < 0) return;
    thread_.request_stop();
    ::close(stop_writing_);
    thread_.join();
    ::close(stop_reading_);
}

void Headset::run(const std::stop_token& stop) {
    bool told = false;
    while (!stop.stop_requested()) {
        const int device = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (device >= 0) {
            read_all(device, stop);
            ::close(device);
        } else if (!std::exchange(told, true)) {
            log::warning("the headset socket cannot be read: device.headset");
        }
        pollfd end{stop_reading_, POLLIN, 0};
        ::poll(&end, 1, again_after_ms);
    }
}

void Headset::read_all(int device, const std::stop_token& stop) {
    if (const auto now = plugged_now(device)) plugged_(*now);
    while (!stop.stop_requested()) {
        pollfd waits[2] = {{device, POLLIN, 0}, {stop_reading_, POLLIN, 0}};
        if (::poll(waits, 2, -1) < 0) return;
        if (waits[1].revents != 0) return;
        input_event event{};
        const auto got = ::read(device, &event, sizeof event);
        if (got != static_cast<ssize_t>(sizeof event)) return;  // gone, or no such device
        if (event.type == EV_SW && event.code == SW_HEADPHONE_INSERT) plugged_(event.value != 0);
    }
}

}  // namespace onecard::device
