// A paper laid under the camera, as a grey picture small enough to send. Where pictures come from is a folder that the camera's or scanner's own
// software writes into; whatever lies there is as hostile as anything from outside.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace onecard::device {

/// Rows of brightness, 0 black … 255 white, from the top, without gaps.
struct GreyPicture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
};

inline constexpr std::size_t picture_file_bytes_max = 32u << 20;
inline constexpr std::int64_t picture_pixels_max = 50'000'000;   ///< asked of the file's head, before anything is unpacked
inline constexpr int picture_edge_max = 1'600;                    ///< longer edge of what is kept: A4 at some 135 dots an inch
inline constexpr int picture_edge_min = 100;
inline constexpr std::size_t picture_sent_bytes_max = 150u << 10;

/// Reads a JPEG or PNG file and makes it no larger than picture_edge_max. Errors: `picture.missing`, `picture.too_large` (bytes or pixels),
/// `picture.too_small`, `picture.unknown` (neither of the two), `picture.broken`.
Result<GreyPicture> read_picture(const std::filesystem::path& file);

/// The same picture, its longer edge at most so many pixels.
GreyPicture shrunk(GreyPicture picture, int edge_max);

/// As JPEG of at most picture_sent_bytes_max, as fine as that allows. Error `picture.too_large`.
Result<Bytes> to_jpeg(const GreyPicture& picture);

class DocumentCamera {
public:
    virtual ~DocumentCamera() = default;
    /// Waits for a picture, at most half a minute. It is taken away from where it came from. Errors as read_picture(), `camera.no_picture`,
    /// `camera.stopped`.
    virtual Result<GreyPicture> take(const std::stop_token& stop) = 0;
    /// Lets go of pictures that nobody took: they may be somebody else's. Called before each visit's first picture.
    virtual void clear() = 0;
};

/// Takes the newest picture in a folder, also one that comes a little later.
class FolderCamera final : public DocumentCamera {
public:
    explicit FolderCamera(std::filesystem::path folder) : folder_(std::move(folder)) {}
    Result<GreyPicture> take(const std::stop_token& stop) override;
    void clear() override;

private:
    std::filesystem::path folder_;
};

}  // namespace onecard::device
