// What travels of staff badges, and of requests handed in with one.
#include "backend-client/wire/reading.hpp"
#include "base/crypto.hpp"

namespace onecard::wire {

Json to_json(const Badge& value) {
    return {{"number", value.number}, {"key", value.key}, {"name", localised_json(value.name)}, {"post", localised_json(value.post)},
            {"departments", value.departments}, {"own_cards", value.own_cards}};
}

Result<Badge> badge_from(const Json& json) {
    constexpr std::size_t number_digits = 10, key_digits = 64, departments_max = 200, cards_max = 50, serial_digits = 16;
    Members in(json);
    Badge value;
    value.number = in.digits("number", number_digits);
    value.key = in.digits("key", key_digits, true);
    value.name = in.localised("name");
    value.post = in.localised("post");
    value.departments = in.texts("departments", departments_max, serial_digits);
    value.own_cards = in.texts("own_cards", cards_max, serial_digits);
    return in.done(std::move(value));
}

Bytes assisted_challenge(RequestBody body) {
    if (body.assisted) body.assisted->signature.clear();
    const auto digest = crypto::sha256(as_bytes("onecard assisted request\n" + dump_json(to_json(body))));
    return Bytes(digest.begin(), digest.end());
}

}  // namespace onecard::wire
