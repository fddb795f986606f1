#include "cardreader/apps/holder.hpp"

#include <algorithm>
#include <array>

#include "cardreader/apps/fields.hpp"
#include "cardreader/apps/social_security.hpp"
#include "cardreader/exchange.hpp"
#include "cardreader/tlv.hpp"

namespace onecard::card {
namespace {

constexpr std::uint32_t tag_public_data = 0x9F0C;

tl::unexpected<Error> too_short(std::string_view what) { return failure(Error::Kind::corrupt, "card.data", std::string(what)); }

struct Selected {
    const Profile* profile = nullptr;  ///< none: nothing that is known
    Bytes control;                     ///< the file control information
};

/// "Function not supported" is also how a locked application answers (6A81): it counts only when nothing else is found.
Result<Selected> select_known(Transport& transport, const Profiles& profiles) {
    bool locked = false;
    for (const auto& profile : profiles.all()) {
        const Command select{0x00, 0xA4, 0x04, 0x00, profile.aid, 256};
        auto response = exchange(transport, select, Resend::once);
        if (!response) return failure(response.error());
        if (response->ok()) return Selected{&profile, std::move(response->data)};
        if (response->status == 0x6A81 || response->status == 0x6283 || response->status == 0x9303) locked = true;
    }
    if (locked) return failure(Error::Kind::refused, "card.locked");
    return Selected{};
}

/// Reader and card agreed on a protocol before anybody knew what the application wants: then once more in the other one.
Result<Selected> select_as_wanted(Transport& transport, const Profiles& profiles) {
    auto selected = select_known(transport, profiles);
    if (!selected || !selected->profile) return selected;
    if (selected->profile->closed) return failure(Error::Kind::refused, "profile.closed");
    const auto reset = speak_allowed(transport, selected->profile->protocols);
    if (!reset) return failure(reset.error());
    if (!*reset) return selected;
    auto again = exchange(transport, {0x00, 0xA4, 0x04, 0x00, selected->profile->aid, 256}, Resend::once);
    if (!again) return failure(again.error());
    if (!again->ok()) return failure(Error::Kind::refused, "card.protocol", status_failure(again->status).value().detail);
    selected->control = std::move(again->data);
    return selected;
}

void wipe_bytes(Bytes& bytes) { wipe(bytes.data(), bytes.size()); }

SecretText secret_hex(ByteView bytes) {
    auto text = to_hex(bytes);
    SecretText secret(text);
    wipe(text);
    return secret;
}

/// The whole file. Most cards give it for Le 00 or name its size (6Cxx); some refuse that and want one of the usual sizes.
Result<Bytes> read_file(Transport& transport, std::uint8_t short_id, std::initializer_list<std::uint16_t> usual_sizes) {
    const auto read = [&](std::uint16_t size) { return ask(transport, {0x00, 0xB0, static_cast<std::uint8_t>(0x80 | short_id), 0x00, {}, size}); };
    auto bytes = read(256);
    for (const auto size : usual_sizes) {
        if (bytes || bytes.error().kind != Error::Kind::invalid) break;
        bytes = read(size);
    }
    return bytes;
}

Result<Bytes> public_data(Transport& transport, const Selected& selected) {
    const auto& layout = selected.profile->public_data;
    const auto inside = find_tlv(selected.control, tag_public_data);
    if (inside && inside->size() >= layout.bytes_min) return Bytes(inside->begin(), inside->end());
    auto bytes = read_file(transport, layout.file, {30});
    if (bytes && bytes->size() < layout.bytes_min) return too_short("the public data file");
    return bytes;
}

Status take_public_data(ByteView bytes, const Profile& profile, Holder& holder) {
    const auto& layout = profile.public_data;
    const auto serial = bytes.subspan(layout.serial, 8);
    const auto same = [&](std::uint8_t fill) { return std::all_of(serial.begin(), serial.end(), [fill](auto byte) { return byte == fill; }); };
    if (same(0x00) || same(0xFF)) return too_short("no serial");
    holder.application = profile.application;
    holder.profile = profile;
    holder.serial = secret_hex(serial);
    holder.issuer = to_hex(bytes.subspan(layout.issuer, 8));
    if (layout.city) holder.city_code = to_hex(bytes.subspan(*layout.city, 2));
    if (holder.city_code == "0000") holder.city_code.clear();
    holder.enabled = bytes[layout.enabled] != 0 && bytes[layout.type] != 0;
    constexpr std::uint8_t deposit_alone = 1, both = 3;
    const auto type = bytes[layout.type];
    holder.has_deposit = profile.unload && (type == deposit_alone || type == both);
    const auto start = day_field(bytes.subspan(layout.start, 4)), expiry = day_field(bytes.subspan(layout.expiry, 4));
    if (!start) return failure(start.error());
    if (!expiry) return failure(expiry.error());
    holder.start = *start;
    holder.expiry = *expiry;
    return {};
}

IdKind id_kind(std::uint8_t byte) {
    switch (byte) {
        case 0: return IdKind::identity_card;
        case 1: return IdKind::officer;
        case 2: return IdKind::passport;
        default: return IdKind::other;
    }
}

/// In the usual layout the short form (39 bytes) has 16 bytes for the number, the long form (55) has 32.
Status take_holder_data(ByteView bytes, const HolderLayout& layout, Holder& holder) {
    if (bytes.size() < layout.bytes_min) return too_short("the holder file");
    const std::size_t size = bytes.size() >= layout.bytes_long ? layout.bytes_long : layout.bytes_min;
    const std::size_t kind_at = size - 1;
    holder.name = from_gb18030(bytes.subspan(layout.name, layout.name_bytes));
    holder.id_number = ascii_field(bytes.subspan(layout.number, kind_at - layout.number));
    holder.id_kind = id_kind(bytes[kind_at]);
    if (holder.id_kind == IdKind::identity_card) holder.birth = birth_of(holder.id_number.view());
    return {};
}

Result<Holder> recognise_purse(Transport& transport, Selected& selected) {
    auto bytes = public_data(transport, selected);
    wipe_bytes(selected.control);
    if (!bytes) return failure(bytes.error());
    Holder holder;
    const auto taken = take_public_data(*bytes, *selected.profile, holder);
    wipe_bytes(*bytes);
    if (!taken) return failure(taken.error());
    return holder;
}

}  // namespace

Result<Holder> recognise(Transport& transport, const Profiles& profiles) {
    auto selected = select_as_wanted(transport, profiles);
    if (!selected) return failure(selected.error());
    if (!selected->profile) return Holder{};
    if (selected->profile->application == Application::social_security) {
        auto holder = read_social_security(transport);
        if (holder) holder->profile = *selected->profile;
        return holder;
    }
    return recognise_purse(transport, *selected);
}

bool is_storage_card(ByteView atr) {
    // A contactless reader makes this answer up (PC/SC part 3, 3.1.3.2.3): 3B 8n 80 01, then "80 4F length" and the identifier of the PC/SC workgroup.
    constexpr std::array<std::uint8_t, 3> head{0x80, 0x01, 0x80};
    constexpr std::array<std::uint8_t, 5> workgroup{0xA0, 0x00, 0x00, 0x03, 0x06};
    constexpr std::size_t name_at = 7, name_bytes_min = 8;
    if (atr.size() < name_at + name_bytes_min || atr[0] != 0x3B || atr[1] >> 4 != 0x8) return false;
    const bool named = atr[5] == 0x4F && atr[6] >= name_bytes_min;
    return named && std::equal(head.begin(), head.end(), atr.begin() + 2) && std::equal(workgroup.begin(), workgroup.end(), atr.begin() + name_at);
}

Result<Holder> recognise_storage(Transport& transport) {
    constexpr std::size_t uid_bytes_min = 4, uid_bytes_max = 10;
    const auto uid = ask(transport, {0xFF, 0xCA, 0x00, 0x00, {}, 256});
    if (!uid) return failure(uid.error());
    if (uid->size() < uid_bytes_min || uid->size() > uid_bytes_max) return too_short("a storage card's number");
    Holder holder;
    holder.application = Application::storage;
    holder.serial = secret_hex(*uid);
    return holder;
}

Result<Holder> read_holder(Transport& transport, const Profiles& profiles) {
    auto holder = recognise(transport, profiles);
    if (!holder) return holder;
    if (holder->application == Application::unknown || holder->application == Application::social_security) return holder;
    const auto& layout = holder->profile.holder;
    auto bytes = read_file(transport, layout.file, {layout.bytes_long, layout.bytes_min});
    // Anonymous cards have no holder file.
    if (!bytes && bytes.error().code == "card.not_found") return holder;
    if (!bytes) return failure(bytes.error());
    const auto taken = take_holder_data(*bytes, layout, *holder);
    wipe_bytes(*bytes);
    if (!taken) return failure(taken.error());
    return holder;
}

}  // namespace onecard::card
