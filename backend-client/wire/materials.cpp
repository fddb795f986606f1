#include "backend-client/wire/materials.hpp"

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

Bytes read_content(Members& in) {
    auto content = from_base64(in.text("content", (material_bytes_max + 2) / 3 * 4));
    const bool good = content && !content->empty() && content->size() <= material_bytes_max;
    if (!good) in.fail("content");
    return good ? *std::move(content) : Bytes{};
}

}  // namespace

bool is_jpeg(ByteView content) { return content.size() > 3 && content[0] == 0xFF && content[1] == 0xD8 && content[2] == 0xFF; }

Json to_json(const Material& value) {
    return {{"receipt", value.receipt}, {"card_serial", value.card_serial}, {"field", value.field}, {"content", to_base64(value.content)},
            {"taken_at", instant_json(value.taken_at)}};
}

Result<Material> material_from(const Json& json) {
    constexpr std::size_t serial_digits = 16;
    Members in(json);
    Material value;
    value.receipt = in.text("receipt", 64);
    value.card_serial = in.digits("card_serial", serial_digits, true);
    value.field = in.text("field", 64);
    value.content = read_content(in);
    value.taken_at = in.instant("taken_at");
    return in.done(std::move(value));
}

Json to_json(const ScreenPicture& value) {
    return {{"order", value.order}, {"content", to_base64(value.content)}, {"taken_at", instant_json(value.taken_at)}};
}

Result<ScreenPicture> screen_picture_from(const Json& json) {
    Members in(json);
    ScreenPicture value;
    value.order = in.text("order", 64);
    value.content = read_content(in);
    value.taken_at = in.instant("taken_at");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
