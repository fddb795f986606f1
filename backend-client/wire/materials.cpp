#include "backend-client/wire/materials.hpp"

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {

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
    auto content = from_base64(in.text("content", (material_bytes_max + 2) / 3 * 4));
    if (!content || content->empty() || content->size() > material_bytes_max) in.fail("content");
    else value.content = *std::move(content);
    value.taken_at = in.instant("taken_at");
    return in.done(std::move(value));
}

}  // namespace onecard::wire
