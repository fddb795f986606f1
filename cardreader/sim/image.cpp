#include "cardreader/sim/image.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "cardreader/apps/holder.hpp"
#include "cardreader/apps/strict_fields.hpp"

namespace onecard::card {
namespace {

constexpr std::size_t atr_bytes_max = 33, image_bytes_max = 256u << 10, log_records_max = 10;
constexpr std::string_view atr_default = "3B6800000073C84013009000";

template <std::size_t N>
std::array<std::uint8_t, N> exactly(const Bytes& bytes) {
    std::array<std::uint8_t, N> out{};
    std::copy_n(bytes.begin(), std::min(N, bytes.size()), out.begin());
    return out;
}

/// Filled up or refused when it does not fit.
Bytes field(StrictFields& from, std::string_view key, const Bytes& value, std::size_t size, std::uint8_t fill = 0x00) {
    if (value.size() > size) from.wrong(key, "does not fit into " + std::to_string(size) + " bytes");
    Bytes out = value;
    out.resize(size, fill);
    return out;
}

Bytes national_text(StrictFields& from, std::string_view key, std::size_t size) {
    const auto encoded = to_gb18030(from.text(key, ""));
    if (!encoded) from.wrong(key, "can't be written in GB18030");
    return field(from, key, encoded.value_or(Bytes{}), size);
}

Bytes ascii_text(StrictFields& from, std::string_view key, std::size_t size) {
    const auto text = from.text(key, "");
    const auto view = as_bytes(text);
    return field(from, key, Bytes(view.begin(), view.end()), size);
}

Bytes holder_file(StrictFields from) {
    from.only({"name", "id_number", "id_kind", "form", "card_type", "staff"});
    const auto form = from.text("form", "long");
    if (form != "long" && form != "short") from.wrong("form", "is neither long nor short");
    const Bytes kind{static_cast<std::uint8_t>(from.number("id_kind", 0, 255, 0))};
    const Bytes head{static_cast<std::uint8_t>(from.number("card_type", 0, 255, 0)), static_cast<std::uint8_t>(from.number("staff", 0, 255, 0))};
    return join({head, national_text(from, "name", 20), ascii_text(from, "id_number", form == "long" ? 32 : 16), kind});
}

Bytes packed_digits(StrictFields& from, std::string_view key) {
    auto digits = from.text(key);
    const bool only_digits = digits.find_first_not_of("0123456789") == std::string::npos;
    if (digits.empty() || digits.size() > 12 || !only_digits) from.wrong(key, "is not one to twelve digits");
    if (digits.size() % 2 != 0) digits.push_back('F');
    return from_hex(digits).value_or(Bytes{});
}

PinImage pin_image(StrictFields from) {
    from.only({"digits", "tries", "tries_max", "reference"});
    PinImage pin;
    pin.packed = packed_digits(from, "digits");
    pin.tries_max = static_cast<int>(from.number("tries_max", 1, 15, 3));
    pin.tries = static_cast<int>(from.number("tries", 0, pin.tries_max, pin.tries_max));
    pin.reference = static_cast<std::uint8_t>(from.number("reference", 0, 255, 0));
    return pin;
}

DepositImage deposit_image(StrictFields from) {
    from.only({"balance", "online_number"});
    return {Fen(from.number("balance", 0, fen_max.count())), static_cast<std::uint16_t>(from.number("online_number", 0, 0xFFFF, 0))};
}

Bytes log_record(StrictFields from) {
    from.only({"number", "amount", "action", "terminal", "date", "time"});
    const auto whole = [&](std::string_view key, std::int64_t high, std::size_t width) {
        return big_endian(static_cast<std::uint64_t>(from.number(key, 0, high)), width);
    };
    return join({whole("number", 0xFFFF, 2), Bytes(3), whole("amount", fen_max.count(), 4), whole("action", 0xFF, 1), from.bytes("terminal", 6),
                 from.bytes("date", 4), from.bytes("time", 3)});
}

Bytes public_data(StrictFields& from) {
    const Bytes flags{static_cast<std::uint8_t>(from.number("type", 0, 255, from.has("deposit") ? 3 : 2)), static_cast<std::uint8_t>(from.flag("enabled", true) ? 1 : 0)};
    return join({from.bytes("issuer", 8), flags, Bytes(2), from.bytes("serial", 8), from.bytes("start", 4), from.bytes("expiry", 4),
                 from.bytes("extra", 2, "0000")});
}

PurseImage purse_image(StrictFields& from) {
    from.only({"kind", "aid", "issuer", "serial", "type", "enabled", "start", "expiry", "extra", "holder", "balance", "offline_number",
               "online_number", "key_index", "key_version", "pin", "log", "log_needs_pin", "load_needs_pin", "log_number_after", "prove_number_before", "locked",
               "tells_tries", "composite", "algorithm", "deposit"});
    PurseImage purse;
    purse.aid = from.bytes("aid", 0);
    purse.issuer = exactly<8>(from.bytes("issuer", 8));
    purse.serial = exactly<8>(from.bytes("serial", 8));
    purse.public_data = public_data(from);
    if (from.has("holder")) purse.holder = holder_file(from.object("holder"));
    purse.balance = Fen(from.number("balance", 0, fen_max.count()));
    purse.offline_number = static_cast<std::uint16_t>(from.number("offline_number", 0, 0xFFFF, 0));
    purse.online_number = static_cast<std::uint16_t>(from.number("online_number", 0, 0xFFFF, 0));
    purse.key_index = static_cast<std::uint8_t>(from.number("key_index", 0, 0xFF, 1));
    purse.key_version = static_cast<std::uint8_t>(from.number("key_version", 0, 0xFF, 1));
    if (from.has("deposit")) purse.deposit = deposit_image(from.object("deposit"));
    if (from.has("pin")) purse.pin = pin_image(from.object("pin"));
    for (auto& record : from.list("log")) purse.log.push_back(log_record(record));
    if (purse.log.size() > log_records_max) from.wrong("log", "has more than 10 records");
    purse.log_needs_pin = from.flag("log_needs_pin", false);
    purse.load_needs_pin = from.flag("load_needs_pin", true);
    purse.log_number_after = from.flag("log_number_after", false);
    purse.prove_number_before = from.flag("prove_number_before", false);
    purse.locked = from.flag("locked", false);
    purse.tells_tries = from.flag("tells_tries", true);
    purse.composite = from.flag("composite", false);
    purse.algorithm = static_cast<std::uint8_t>(from.number("algorithm", 0, 0xFF, 0));
    return purse;
}

SocialSecurityImage social_security_image(StrictFields& from) {
    from.only({"kind", "city", "card_number", "issued", "expiry", "person_number", "name", "sex", "nation", "birth", "needs_sam", "national", "version"});
    SocialSecurityImage card;
    card.needs_sam = from.flag("needs_sam", false);
    card.national = from.flag("national", false);
    Bytes card_id = from.bytes("city", 3);
    card_id.resize(16, 0xFF);
    card.files[0x05] = {{0x01, card_id}, {0x03, ascii_text(from, "version", 4)}, {0x05, from.bytes("issued", 4)}, {0x06, from.bytes("expiry", 4)},
                        {0x07, ascii_text(from, "card_number", 9)}};
    // What does not fit into the name's own field goes on in its extension, which shorter names lack altogether.
    constexpr std::ptrdiff_t name_bytes = 30, more_bytes = 20;
    auto name = national_text(from, "name", name_bytes + more_bytes);
    const Bytes more(name.begin() + name_bytes, name.end());
    name.resize(name_bytes);
    card.files[0x06] = {{0x08, ascii_text(from, "person_number", 18)}, {0x09, name}, {0x0A, ascii_text(from, "sex", 1)},
                        {0x0B, from.bytes("nation", 1, "01")}, {0x0D, from.bytes("birth", 4)}};
    if (more.front() != 0x00) card.files[0x06].emplace_back(0x4E, more);
    return card;
}

PsamImage psam_image(StrictFields& from) {
    from.only({"kind", "serial", "terminal", "key_index", "key_version", "issuer", "acceptor", "start", "expiry", "sequence", "application", "levels",
               "wrong_macs_max"});
    PsamImage psam;
    psam.public_data = join({from.bytes("serial", 10), Bytes{1, 0, 0, 0}});
    psam.terminal = exactly<6>(from.bytes("terminal", 6));
    const Bytes index{static_cast<std::uint8_t>(from.number("key_index", 0, 255, 1))};
    psam.keys = join({index, from.bytes("issuer", 8), from.bytes("acceptor", 8), from.bytes("start", 4), from.bytes("expiry", 4)});
    psam.key_version = static_cast<std::uint8_t>(from.number("key_version", 0, 255, 1));
    psam.sequence = static_cast<std::uint32_t>(from.number("sequence", 0, 0xFFFF'FFFF));
    psam.application = from.bytes("application", 0, "3F01");
    psam.levels = static_cast<std::size_t>(from.number("levels", 1, 3, 2));
    psam.wrong_macs_max = static_cast<int>(from.number("wrong_macs_max", 1, 255, 10));
    return psam;
}

Faults::Answers answers(StrictFields& from) {
    const auto text = from.text("answers", "right");
    if (text == "right") return Faults::Answers::right;
    if (text == "silent") return Faults::Answers::silent;
    if (text == "nonsense") return Faults::Answers::nonsense;
    if (text == "overlong") return Faults::Answers::overlong;
    if (text == "truncated") return Faults::Answers::truncated;
    if (text == "one_byte") return Faults::Answers::one_byte;
    from.wrong("answers", "is none of right, silent, nonsense, overlong, truncated, one_byte");
    return Faults::Answers::right;
}

Faults faults_image(StrictFields from) {
    from.only({"answers", "from_command", "slow_ms", "wrong_tac", "statuses"});
    Faults faults;
    faults.answers = answers(from);
    faults.from_command = static_cast<int>(from.number("from_command", 1, 10'000, 1));
    faults.slow_ms = static_cast<int>(from.number("slow_ms", 0, 60'000, 0));
    faults.wrong_tac = from.flag("wrong_tac", false);
    auto statuses = from.object("statuses");
    for (const auto& [key, value] : statuses.json().items()) {
        const auto command = from_hex(key);
        const auto status = statuses.bytes(key, 2);
        if (!command || command->size() != 2) statuses.wrong(key, "is not CLA and INS in hexadecimal");
        else faults.statuses[static_cast<std::uint16_t>(from_big_endian(*command))] = static_cast<std::uint16_t>(from_big_endian(status));
    }
    return faults;
}

void add_application(CardImage& image, StrictFields& from) {
    const auto kind = from.text("kind");
    if (kind == "purse") {
        image.purses.push_back(purse_image(from));
    } else if (kind == "social_security") {
        image.social_security = social_security_image(from);
    } else if (kind == "psam") {
        image.psam = psam_image(from);
    } else if (kind == "badge") {
        from.only({"kind", "number", "seed"});
        image.badge = BadgeImage{from.bytes("number", 5), from.bytes("seed", 32)};
    } else if (kind == "storage") {
        from.only({"kind", "uid"});
        image.storage = StorageImage{from.bytes("uid", 0)};
    } else if (kind == "other") {
        from.only({"kind", "aid"});
        image.other_aids.push_back(from.bytes("aid", 0));
    } else {
        from.wrong("kind", "is none of purse, social_security, psam, badge, storage, other");
    }
}

}  // namespace

Result<CardImage> parse_image(std::string_view json, std::string_view name) {
    const auto document = parse_json(json);
    if (!document) return failure(Error::Kind::invalid, "image.malformed", document.error().code);
    std::optional<Error> mistake;
    StrictFields from(*document, "", "image.member", mistake);
    from.only({"format", "about", "atr", "applications", "faults"});
    from.number("format", 1, 1);
    CardImage image;
    image.name = name;
    image.digest = crypto::sha256_hex(json);
    image.atr = from.bytes("atr", 0, std::string(atr_default));
    if (image.atr.size() > atr_bytes_max) from.wrong("atr", "has more than 33 bytes");
    for (auto& application : from.list("applications")) add_application(image, application);
    if (from.has("faults")) image.faults = faults_image(from.object("faults"));
    if (mistake) return failure(*std::move(mistake));
    return image;
}

Result<CardImage> read_image(const std::filesystem::path& file) {
    const auto text = read_file(file, image_bytes_max);
    if (!text) return failure(text.error());
    return parse_image(*text, file.stem().string());
}

}  // namespace onecard::card
