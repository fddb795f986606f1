#include "kiosk/app/camera_desk.hpp"

#include <atomic>

#include "base/log.hpp"

namespace onecard::app {
namespace {

constexpr int preview_edge = 640;

PictureTaken taken(const std::string& field, const Result<device::GreyPicture>& picture) {
    static std::atomic<std::uint32_t> pictures{0};
    if (!picture) return {field, std::nullopt, picture.error().code};
    auto packed = device::to_jpeg(*picture);
    if (!packed) return {field, std::nullopt, packed.error().code};
    auto shown = device::shrunk(*picture, preview_edge);
    return {field, flow::TakenPicture{++pictures, shown.width, shown.height, std::move(shown.pixels), to_text(*packed)}, {}};
}

}  // namespace

CameraDesk::CameraDesk(device::DocumentCamera& camera, Mailbox<PictureTaken>& letters)
    : camera_(camera), letters_(letters), thread_([this](const std::stop_token& stop) { run(stop); }) {}

CameraDesk::~CameraDesk() {
    thread_.request_stop();
    const std::lock_guard lock(mutex_);
    present_.request_stop();
}

void CameraDesk::take(const std::string& field) { wish(field); }

void CameraDesk::clear() { wish({}); }

void CameraDesk::wish(const std::string& field) {
    Wish wish{field};
    {
        const std::lock_guard lock(mutex_);
        present_.request_stop();
        present_ = wish.given_up;
    }
    wishes_.post(std::move(wish));
}

void CameraDesk::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto wish = wishes_.wait(std::chrono::hours(1), stop);
        if (!wish) continue;
        if (wish->field.empty()) {
            camera_.clear();
            continue;
        }
        auto letter = taken(wish->field, camera_.take(wish->given_up.get_token()));
        if (letter.code == "camera.stopped") continue;
        if (!letter.code.empty()) log::info("no picture of a paper: " + letter.code);
        letters_.post(std::move(letter));
    }
}

}  // namespace onecard::app
