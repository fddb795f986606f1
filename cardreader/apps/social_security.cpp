#include "cardreader/apps/social_security.hpp"

#include "base/secret.hpp"
#include "cardreader/apps/fields.hpp"
#include "cardreader/exchange.hpp"

namespace onecard::card {
namespace {

constexpr std::uint8_t tag_card_id = 0x01, tag_issued = 0x05, tag_expiry = 0x06, tag_card_number = 0x07;
constexpr std::uint8_t tag_person_number = 0x08, tag_name = 0x09, tag_name_rest = 0x4E, tag_birth = 0x0D;

constexpr std::uint16_t status_locked_away = 0x6982;

/// The third generation may want an authentication by a module of the insurance's own (cards.md 5).
tl::unexpected<Error> needs_module() { return failure(Error::Kind::refused, "card.needs_sam", "status 6982"); }

Status select_file(Transport& transport, std::uint8_t file) {
    const auto response = exchange(transport, {0x00, 0xA4, 0x02, 0x00, {0xEF, file}, 256}, Resend::once);
    if (!response) return failure(response.error());
    if (response->ok()) return {};
    if (response->status == status_locked_away) return needs_module();
    return status_failure(response->status);
}

/// Records are found by their tag and come as tag ‖ length ‖ value. An absent one (6A83) is empty.
Result<Bytes> read_tag(Transport& transport, std::uint8_t tag) {
    auto response = exchange(transport, {0x00, 0xB2, tag, 0x00, {}, 256}, Resend::once);
    if (!response) return failure(response.error());
    if (response->status == 0x6A83) return Bytes{};
    if (response->status == status_locked_away) return needs_module();
    if (!response->ok()) return status_failure(response->status);
    auto& data = response->data;
    if (data.size() < 2 || data[0] != tag || data[1] != data.size() - 2) return failure(Error::Kind::corrupt, "card.data", "a record's frame");
    Bytes value(data.begin() + 2, data.end());
    wipe(data.data(), data.size());
    return value;
}

Status read_day(Transport& transport, std::uint8_t tag, std::optional<Day>& day) {
    const auto value = read_tag(transport, tag);
    if (!value) return failure(value.error());
    const auto found = day_field(*value);
    if (!found) return failure(found.error());
    day = *found;
    return {};
}

Status read_card(Transport& transport, Holder& holder) {
    if (auto status = select_file(transport, 0x05); !status) return status;
    const auto card_id = read_tag(transport, tag_card_id);
    if (!card_id) return failure(card_id.error());
    if (card_id->size() >= 3) holder.city_code = to_hex(ByteView(*card_id).first(3));
    auto number = read_tag(transport, tag_card_number);
    if (!number) return failure(number.error());
    holder.serial = ascii_field(*number);
    wipe(number->data(), number->size());
    if (auto status = read_day(transport, tag_issued, holder.start); !status) return status;
    return read_day(transport, tag_expiry, holder.expiry);
}

Status read_person(Transport& transport, Holder& holder) {
    if (auto status = select_file(transport, 0x06); !status) return status;
    auto number = read_tag(transport, tag_person_number);
    if (!number) return failure(number.error());
    holder.id_number = ascii_field(*number);
    wipe(number->data(), number->size());
    auto name = read_tag(transport, tag_name);
    if (!name) return failure(name.error());
    const auto rest = read_tag(transport, tag_name_rest);
    if (!rest) return failure(rest.error());
    // A name that fills its field goes on in the extension.
    if (!name->empty() && name->back() != 0x00) append(*name, *rest);
    holder.name = from_gb18030(*name);
    wipe(name->data(), name->size());
    if (auto status = read_day(transport, tag_birth, holder.birth); !status) return status;
    if (!holder.birth) holder.birth = birth_of(holder.id_number.view());
    return {};
}

}  // namespace

Result<Holder> read_social_security(Transport& transport) {
    Holder holder;
    holder.application = Application::social_security;
    holder.id_kind = IdKind::identity_card;
    holder.enabled = true;
    if (auto status = read_card(transport, holder); !status) return failure(status.error());
    if (auto status = read_person(transport, holder); !status) return failure(status.error());
    return holder;
}

}  // namespace onecard::card
