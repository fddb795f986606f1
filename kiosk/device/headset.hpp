// The socket for headphones: says when a plug goes in or out. Reads a Linux input device with the switch SW_HEADPHONE_INSERT
// (linux/input-event-codes.h), as sound chips and keypads for blind people offer it.
#pragma once
#include <filesystem>
#include <functional>
#include <thread>

namespace onecard::device {

class Headset {
public:
    /// `plugged` is called on a thread of its own with true or false at every change, and once at the start where the device can be asked for what
    /// is now. A device that is missing or goes away is tried again every few seconds.
    Headset(std::filesystem::path device, std::function<void(bool)> plugged);
    ~Headset();
    Headset(const Headset&) = delete;
    Headset& operator=(const Headset&) = delete;

private:
    void run(const std::stop_token& stop);
    void read_all(int device, const std::stop_token& stop);

    std::filesystem::path path_;
    std::function<void(bool)> plugged_;
    int stop_reading_ = -1, stop_writing_ = -1;  ///< a pipe that ends the wait
    std::jthread thread_;
};

}  // namespace onecard::device
