// How one machine is set up: a TOML file, and the command line over it.
#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"
#include "kiosk/device/escpos_printer.hpp"

namespace onecard::app {

struct Settings {
    std::string kiosk = "K-0001";                 ///< must equal the common name of the client certificate
    std::string hall = "社区服务大厅";
    std::string keeper_phone;
    std::filesystem::path data = "data";          ///< database, key, spool, log
    std::filesystem::path assets = "assets";
    std::string backend = "https://localhost:8443";
    std::filesystem::path authority, certificate, key;
    std::string citizen_reader = "Virtual PCD 00 00", sam_reader = "Virtual PCD 00 01";
    std::string contactless_reader;               ///< the other face for residents' cards, where the contacts are a reader of their own; empty: none
    std::string staff_reader;                     ///< for staff badges; empty: this machine has none
    int width = 1080, height = 1920;
    float pixels_per_millimetre = 3.2F;
    bool full_screen = false, headless = false;
    std::string chinese_beside = "no";             ///< titles of Mongolian pages in Chinese too: `no`, `before` or `after` the Mongolian one
    int heartbeat_seconds = 15;
    std::string printer = "folder";               ///< `folder` (pictures and PDF files, no printer), `escpos` (slips), `cups` (sheets)
    std::string printer_address;                  ///< escpos: `tcp://192.0.2.7:9100` or `/dev/usb/lp0`; cups: `ipp://localhost:631/printers/NAME`
    std::string terminal_address;                 ///< bank card terminal: `tcp://192.0.2.7:9200` or `/dev/ttyS0`; empty: none
    std::string paper = "80mm";                   ///< `80mm`, `58mm`
    bool cutter = true;
    device::Mouth mouth;
    std::filesystem::path camera_folder;          ///< where the document camera's software puts pictures; empty: there is none
    std::string voice = "headset";                ///< `headset`: only ever on `voice_device`; `speaker`: there or on any other; `off`
    std::string voice_device;                     ///< audio output by its name; empty: the first one
    std::map<std::string, std::string> keys = {{"repeat", "F1"}, {"spell", "F2"}, {"voice", "F3"}, {"curtain", "F4"}, {"help", "F5"}, {"home", "Home"}, {"end", "End"}};
    int rest_seconds = 180;                       ///< nobody at the start page: before it shows notices in turn
    int quiet_seconds = 90, warning_seconds = 30; ///< nobody touches anything: before the machine asks, and before it ends the visit then
    float sound_volume = 0.6F;                    ///< 0 silent … 1
    bool hearing_loop = false;                    ///< this hall has an induction loop that this machine feeds
    std::string headset;                          ///< input device that tells of the headset socket, `/dev/input/…`; empty: none
};

/// Reads a TOML file over `settings`; unknown keys are errors, so that a typing error is not silently ignored.
/// Relative paths are relative to the file. Errors `settings.file`, `settings.syntax`, `settings.key`.
Status read_settings(const std::filesystem::path& file, Settings& settings);

}  // namespace onecard::app
