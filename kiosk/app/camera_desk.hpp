// The thread beside the document camera: a picture takes seconds, and the screen must not wait for it.
#pragma once
#include <thread>

#include "base/mailbox.hpp"
#include "kiosk/device/document_camera.hpp"
#include "kiosk/flow/model.hpp"

namespace onecard::app {

/// What became of a picture that was asked for.
struct PictureTaken {
    std::string field;
    std::optional<flow::TakenPicture> picture;
    std::string code;  ///< why there is none
};

class CameraDesk {
public:
    /// `camera` is used from the desk's thread only; both must outlive the desk.
    CameraDesk(device::DocumentCamera& camera, Mailbox<PictureTaken>& letters);
    ~CameraDesk();

    /// From any thread. A picture still being waited for for another field is given up.
    void take(const std::string& field);
    /// End of a visit: nothing is waited for, and what lies in the camera is let go.
    void clear();

private:
    struct Wish {
        std::string field;  ///< empty: clear
        std::stop_source given_up = {};
    };
    void run(const std::stop_token& stop);
    void wish(const std::string& field);

    device::DocumentCamera& camera_;
    Mailbox<PictureTaken>& letters_;
    Mailbox<Wish> wishes_;
    std::mutex mutex_;
    std::stop_source present_;  ///< ends what is being waited for
    std::jthread thread_;
};

}  // namespace onecard::app
