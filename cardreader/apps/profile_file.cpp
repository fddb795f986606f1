// One file of assets/cards/applications (README.md there), read strictly: the first mistake is named by its member.
#include "cardreader/apps/profile_file.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "cardreader/apps/strict_fields.hpp"

namespace onecard::card {
namespace {

constexpr std::string_view member_code = "profile.member", offset_code = "profile.offset", pin_code = "profile.pin", sam_code = "sam.settings";
constexpr std::size_t aid_bytes_min = 5, aid_bytes_max = 16;

std::uint8_t offset(StrictFields& from, std::string_view key) { return static_cast<std::uint8_t>(from.number(key, 0, 255)); }

std::uint8_t one_byte(StrictFields& from, std::string_view key) { return from.bytes(key, 1).front(); }

/// 1 to 30 (ISO/IEC 7816-4, 7.4.2): nought is the current file and 31 is no file.
std::uint8_t short_file(StrictFields& from) {
    const auto file = one_byte(from, "file");
    if (file < 1 || file > 30) from.wrong("file", "is not a short file identifier, 01 to 1E");
    return file;
}

/// That the field ends before what is certain to be there does.
void inside(StrictFields& from, std::string_view key, std::size_t at, std::size_t size, std::size_t end, std::string_view code = offset_code) {
    if (at + size <= end) return;
    from.wrong(key, "goes to byte " + std::to_string(at + size) + " of " + std::to_string(end), code);
}

/// Left out: both.
Protocols protocols(StrictFields& from) {
    if (!from.has("protocols")) return {};
    Protocols found{false, false};
    bool sensible = from.json().at("protocols").is_array();
    for (const auto& one : list_at(from.json(), "protocols")) {
        const auto word = one.is_string() ? one.get<std::string>() : std::string();
        sensible = sensible && ((word == "T=0" && !found.t0) || (word == "T=1" && !found.t1));
        (word == "T=0" ? found.t0 : found.t1) = true;
    }
    if (!sensible || (!found.t0 && !found.t1)) from.wrong("protocols", "is not a list of T=0, T=1 or both");
    return found;
}

PublicLayout public_layout(StrictFields from) {
    from.only({"file", "issuer", "city", "type", "enabled", "serial", "start", "expiry", "bytes_min"});
    PublicLayout layout;
    layout.file = short_file(from);
    layout.bytes_min = static_cast<std::uint8_t>(from.number("bytes_min", 1, 255));
    const auto field = [&](std::string_view key, std::size_t size) {
        const auto at = offset(from, key);
        inside(from, key, at, size, layout.bytes_min);
        return at;
    };
    layout.issuer = field("issuer", 8);
    layout.city = from.has("city") ? std::optional(field("city", 2)) : std::nullopt;
    layout.type = field("type", 1);
    layout.enabled = field("enabled", 1);
    layout.serial = field("serial", 8);
    layout.start = field("start", 4);
    layout.expiry = field("expiry", 4);
    return layout;
}

HolderLayout holder_layout(StrictFields from) {
    from.only({"file", "name", "name_bytes", "number", "bytes_min", "bytes_long"});
    HolderLayout layout;
    layout.file = short_file(from);
    layout.bytes_min = static_cast<std::uint8_t>(from.number("bytes_min", 1, 255));
    layout.bytes_long = static_cast<std::uint8_t>(from.number("bytes_long", 1, 255));
    layout.name = offset(from, "name");
    layout.name_bytes = static_cast<std::uint8_t>(from.number("name_bytes", 1, 255));
    layout.number = offset(from, "number");
    if (layout.bytes_long < layout.bytes_min) from.wrong("bytes_long", "is less than bytes_min", offset_code);
    // The last byte is the id type.
    inside(from, "name", layout.name, layout.name_bytes, layout.bytes_min - 1U);
    inside(from, "number", layout.number, 1, layout.bytes_min - 1U);
    return layout;
}

/// What of `words` the text is; the first with a mistake when it is none.
template <class Value>
Value word(StrictFields& from, std::string_view key, std::initializer_list<std::pair<std::string_view, Value>> words) {
    const auto text = from.text(key);
    std::string known;
    for (const auto& [name, value] : words) {
        if (text == name) return value;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    from.wrong(key, "is none of " + known);
    return words.begin()->second;
}

PinRule pin_rule(StrictFields from) {
    constexpr std::size_t references_max = 4;
    from.only({"references", "digits_min", "digits_max", "change", "unblock_p1", "unblock_p2", "empty_verify_tells_tries"});
    PinRule rule;
    rule.references = from.bytes("references", 0);
    const std::set<std::uint8_t> different(rule.references.begin(), rule.references.end());
    const bool sensible = !different.empty() && different.size() == rule.references.size() && different.size() <= references_max;
    if (!sensible) from.wrong("references", "is not one to four different numbers of a PIN", pin_code);
    const auto least = from.number("digits_min", 0, 255), most = from.number("digits_max", 0, 255);
    if (least < pin_digits_least || most > pin_digits_most || least > most)
        from.wrong("digits_min", "to digits_max is not within " + std::to_string(pin_digits_least) + " to " + std::to_string(pin_digits_most), pin_code);
    rule.digits_min = static_cast<std::uint8_t>(least);
    rule.digits_max = static_cast<std::uint8_t>(most);
    using Change = PinRule::Change;
    rule.change = word<Change>(from, "change", {{"none", Change::none}, {"purse", Change::purse}, {"iso", Change::iso}});
    rule.unblock_p1 = one_byte(from, "unblock_p1");
    rule.unblock_p2 = one_byte(from, "unblock_p2");
    rule.empty_verify_tells_tries = from.flag("empty_verify_tells_tries", true);
    return rule;
}

std::vector<FactorLevel> factor_levels(StrictFields& from) {
    const std::map<std::string, FactorLevel, std::less<>> known{{"serial", FactorLevel::serial}, {"issuer", FactorLevel::issuer}, {"city", FactorLevel::city}};
    std::vector<FactorLevel> levels;
    const auto& list = list_at(from.json(), "factors");
    if (!from.has("factors") || !from.json().at("factors").is_array()) from.wrong("factors", "is not a list");
    for (const auto& one : list) {
        const auto found = one.is_string() ? known.find(one.get<std::string>()) : known.end();
        const bool again = found != known.end() && std::find(levels.begin(), levels.end(), found->second) != levels.end();
        if (found == known.end() || again) from.wrong("factors", "is not serial, issuer and city, each at most once");
        else levels.push_back(found->second);
    }
    return levels;
}

PurchaseRule purchase_rule(StrictFields from) {
    PurchaseRule rule;
    rule.action = word<PurseAction>(from, "action", {{"purchase", PurseAction::purchase}, {"composite", PurseAction::composite_purchase}});
    rule.factors = factor_levels(from);
    if (rule.action == PurseAction::purchase) {
        from.only({"action", "factors"});
        return rule;
    }
    from.only({"action", "factors", "record_p1", "record_p2", "record_bytes", "record_kind", "industry", "city"});
    rule.record_p1 = one_byte(from, "record_p1");
    rule.record_p2 = one_byte(from, "record_p2");
    rule.record_bytes = static_cast<std::uint8_t>(from.number("record_bytes", composite_record_bytes, 255));
    rule.record_kind = one_byte(from, "record_kind");
    rule.industry = one_byte(from, "industry");
    const auto city = from.bytes("city", rule.city.size());
    std::copy(city.begin(), city.end(), rule.city.begin());
    return rule;
}

UnloadRule unload_rule(StrictFields from) {
    from.only({"account"});
    return {word<std::uint8_t>(from, "account", {{"deposit", deposit_account}, {"purse", purse_account}})};
}

/// What a social security card is asked is LD/T 32's and no purse's: it has a name and a PIN of its own, the rest is written in its standard.
ProfileFile take(StrictFields& from) {
    ProfileFile one;
    auto& profile = one.profile;
    from.number("format", 1, 1);
    from.text("about", "");
    one.order = from.number("order", 1, 9'999);
    using enum Application;
    profile.application = word<Application>(from, "application", {{"pbc_purse", pbc_purse}, {"t_union", t_union}, {"social_security", social_security}});
    profile.aid = from.bytes("aid", 0);
    if (profile.aid.size() < aid_bytes_min || profile.aid.size() > aid_bytes_max) from.wrong("aid", "is not 5 to 16 bytes in hexadecimal", "profile.aid");
    profile.protocols = protocols(from);
    profile.pin = pin_rule(from.object("pin"));
    if (profile.application == social_security) {
        from.only({"format", "about", "order", "application", "aid", "protocols", "pin"});
        return one;
    }
    from.only({"format", "about", "order", "application", "aid", "protocols", "public_data", "holder", "pin", "purchase", "unload", "sm4"});
    profile.public_data = public_layout(from.object("public_data"));
    profile.holder = holder_layout(from.object("holder"));
    profile.purchase = purchase_rule(from.object("purchase"));
    if (from.has("unload")) profile.unload = unload_rule(from.object("unload"));
    profile.sm4 = from.flag("sm4", false);
    return one;
}

/// Two bytes, a file identifier; an AID; or nothing.
Bytes module_application(StrictFields& from) {
    auto name = from.bytes("application", 0);
    const bool known_form = name.empty() || name.size() == 2 || (name.size() >= aid_bytes_min && name.size() <= aid_bytes_max);
    if (!known_form) from.wrong("application", "is neither two bytes nor an AID of 5 to 16 nor empty");
    return name;
}

PsamSettings take_module(StrictFields& from) {
    const auto at = [](StrictFields& part, std::string_view key, std::size_t size, std::size_t end) {
        const auto found = offset(part, key);
        inside(part, key, found, size, end, sam_code);
        return found;
    };
    PsamSettings settings;
    from.only({"format", "about", "application", "protocols", "terminal", "keys"});
    from.number("format", 1, 1);
    from.text("about", "");
    settings.application = module_application(from);
    settings.protocols = protocols(from);
    auto terminal = from.object("terminal");
    terminal.only({"file", "number"});
    settings.terminal_file = short_file(terminal);
    constexpr std::size_t number_bytes = 6, file_bytes_max = 255, acceptor_bytes = 8;
    settings.terminal = at(terminal, "number", number_bytes, file_bytes_max);
    auto keys = from.object("keys");
    keys.only({"file", "at_master", "index", "acceptor", "bytes_min"});
    settings.keys_file = short_file(keys);
    settings.keys_at_master = keys.flag("at_master", false);
    settings.keys_bytes = static_cast<std::uint8_t>(keys.number("bytes_min", 1, 255));
    settings.key_index = at(keys, "index", 1, settings.keys_bytes);
    settings.acceptor = at(keys, "acceptor", acceptor_bytes, settings.keys_bytes);
    return settings;
}

}  // namespace

Result<ProfileFile> profile_from(std::string_view text, const std::string& file) {
    const auto json = parse_json(text);
    if (!json) return failure(Error::Kind::invalid, "profile.unreadable", file + ": " + json.error().code);
    std::optional<Error> mistake;
    StrictFields from(*json, "", member_code, mistake);
    auto one = take(from);
    if (mistake) return failure(mistake->kind, mistake->code, file + ": " + mistake->detail);
    one.file = file;
    return one;
}

Result<PsamSettings> psam_settings_from(std::string_view text, const std::string& file) {
    const auto json = parse_json(text);
    if (!json) return failure(Error::Kind::invalid, std::string(sam_code), file + ": " + json.error().code);
    std::optional<Error> mistake;
    StrictFields from(*json, "", sam_code, mistake);
    const auto settings = take_module(from);
    if (mistake) return failure(mistake->kind, std::string(sam_code), file + ": " + mistake->detail);
    return settings;
}

std::optional<Bytes> aid_in(std::string_view text) {
    constexpr std::string_view member = "\"aid\"", blank = " \t\r\n";
    const auto at = text.find(member);
    if (at == text.npos || text.find(member, at + 1) != text.npos) return std::nullopt;
    auto rest = text.substr(at + member.size());
    for (const char wanted : {':', '"'}) {
        rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
        if (rest.empty() || rest.front() != wanted) return std::nullopt;
        rest.remove_prefix(1);
    }
    const auto end = rest.find('"');
    if (end == rest.npos) return std::nullopt;
    const auto aid = from_hex(rest.substr(0, end));
    if (!aid || aid->size() < aid_bytes_min || aid->size() > aid_bytes_max) return std::nullopt;
    return *aid;
}

}  // namespace onecard::card
