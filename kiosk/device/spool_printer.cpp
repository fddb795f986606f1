#include "kiosk/device/spool_printer.hpp"

#include <algorithm>
#include <system_error>

#include "base/file.hpp"
#include "base/log.hpp"
#include "kiosk/device/picture_files.hpp"
#include "kiosk/device/slip_picture.hpp"

namespace onecard::device {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t name_length_max = 64;

bool is_file_name(std::string_view number) {
    return !number.empty() && number.size() <= name_length_max && std::all_of(number.begin(), number.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    });
}

bool is_slip(const fs::path& path) { return path.extension() == ".png" || path.extension() == ".pdf"; }

/// What happened to the file, in the printer's words.
tl::unexpected<Error> unsaved(const Error& why) {
    return failure(why.kind, why.kind == Error::Kind::exhausted ? "printer.disk_full" : "printer.unwritable", why.code);
}

Status prepare(const fs::path& folder) {
    std::error_code trouble;
    fs::create_directories(folder, trouble);
    if (!trouble) fs::permissions(folder, fs::perms::owner_all, trouble);
    if (trouble) return failure(Error::Kind::unavailable, "printer.unwritable", trouble.message());
    return {};
}

}  // namespace

PrintOutcome SpoolPrinter::print(const Slip& slip, const std::stop_token&) {
    if (!is_file_name(slip.number)) return {PrintOutcome::Kind::failed, "printer.number", {}};
    if (slip.on_paper_only) return {PrintOutcome::Kind::failed, "printer.paper_only", {}};
    const auto picture = settings_.folder / (slip.number + ".png");
    const auto status = save(slip, picture);
    state_ = {};
    if (!status) {
        state_ = {false, status.error().code, false};
        log::failed("a slip was not saved", status.error());
        return {PrintOutcome::Kind::failed, status.error().code, {}};
    }
    remove_old();
    return {PrintOutcome::Kind::saved, {}, picture};
}

Status SpoolPrinter::save(const Slip& slip, const fs::path& picture) const {
    if (auto status = prepare(settings_.folder); !status) return status;
    const auto surface = draw_slip(slip, settings_.paper, settings_.fonts);
    const auto png = make_png(surface), pdf = make_pdf(surface, dots_per_millimetre);
    if (!png) return unsaved(png.error());
    if (!pdf) return unsaved(pdf.error());
    auto document = picture;
    document.replace_extension(".pdf");
    if (auto status = write_file(document, *pdf); !status) return unsaved(status.error());
    if (auto status = write_file(picture, *png); !status) return unsaved(status.error());
    // The kiosk's own clock decides how old a slip is, so that a simulated world works too.
    std::error_code ignored;
    const fs::file_time_type written = fs::file_time_type::clock::from_sys(clock_.now());
    for (const auto& path : {document, picture}) fs::last_write_time(path, written, ignored);
    return {};
}

void SpoolPrinter::remove_old() const {
    std::error_code trouble;
    const auto now = fs::file_time_type::clock::from_sys(clock_.now());
    for (fs::directory_iterator entry(settings_.folder, trouble), end; !trouble && entry != end; entry.increment(trouble)) {
        std::error_code unread;
        const auto written = fs::last_write_time(entry->path(), unread);
        // A slip from the future was written before the clock was set back: it counts as old once it is a whole lifetime ahead.
        const bool old = !unread && (now - written > spool_lifetime || written - now > spool_lifetime);
        if (is_slip(entry->path()) && old) fs::remove(entry->path(), unread);
    }
}

}  // namespace onecard::device
