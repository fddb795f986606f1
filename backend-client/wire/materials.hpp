// A paper that was laid under the camera for a request: handed in as a submission of kind `material`, before the request whose answer names it.
#pragma once
#include "backend-client/wire/messages.hpp"
#include "base/bytes.hpp"

namespace onecard::wire {

struct Material {
    std::string receipt;      ///< of the request
    std::string card_serial;
    std::string field;        ///< key in the form of its item; the answer there is sha256_hex of the content
    Bytes content;            ///< JPEG, at most material_bytes_max
    Timestamp taken_at;
    bool operator==(const Material&) const = default;
};

inline constexpr std::string_view material_kind = "material";
inline constexpr std::size_t material_bytes_max = 160u << 10;

/// Begins as pictures of that kind do (ITU-T T.81 B.1.1.3: SOI, then another marker).
bool is_jpeg(ByteView content);

/// The content travels in base64 (RFC 4648 4).
Json to_json(const Material& value);
/// Errors: `wire.<member>`.
Result<Material> material_from(const Json& json);

/// What a kiosk's screen shows, for who mends it from afar: every text that is not the machine's own is dots. Submission of kind `screen_picture`.
struct ScreenPicture {
    std::string order;        ///< that asked for it
    Bytes content;            ///< JPEG, at most material_bytes_max
    Timestamp taken_at;
    bool operator==(const ScreenPicture&) const = default;
};

inline constexpr std::string_view screen_picture_kind = "screen_picture";

Json to_json(const ScreenPicture& value);
/// Errors: `wire.<member>`.
Result<ScreenPicture> screen_picture_from(const Json& json);

}  // namespace onecard::wire
