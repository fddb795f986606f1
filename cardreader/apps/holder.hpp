// Who a card belongs to, whatever its application.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "base/secret.hpp"
#include "cardreader/apps/profiles.hpp"
#include "cardreader/crypto/purse_data.hpp"
#include "cardreader/transport.hpp"

namespace onecard::card {

using Day = std::chrono::year_month_day;

enum class IdKind : std::uint8_t { identity_card = 0, officer = 1, passport = 2, other = 5 };

/// A selected application. Names and numbers are personal data and wiped with the object.
struct Holder {
    Application application = Application::unknown;
    Profile profile;          ///< by which it was read and is to be spoken to; of an unknown card and a storage card without meaning
    SecretText serial;        ///< purse: 16 hexadecimal digits (decimal on real cards); social security: the card number; storage: what the reader calls it
    std::string issuer;       ///< purse: 16 hexadecimal digits; social security: empty
    std::string city_code;    ///< 4 digits on a purse, 6 on a social security card; empty when unknown
    SecretText name;          ///< UTF-8, any character of GB18030
    SecretText id_number;
    IdKind id_kind = IdKind::other;
    std::optional<Day> start, expiry;
    bool enabled = false;
    bool has_deposit = false;  ///< the card names a deposit account beside its purse, and money may go back from it
    std::optional<Day> birth;  ///< from the card, else from an identity number whose check digit is right
};

enum class Standing { usable, not_enabled, not_yet_valid, expired };

/// Whether a card may be used on a day. The black list is the backend's affair.
Standing standing(const Holder& holder, Day today);
/// The day in the halls (China Standard Time).
Day day_of(Timestamp moment);

/// Selects the first application that the card has and this program knows, and reads its holder: call it once after each connect,
/// before any function of purse.hpp. A card of which no application is known gives Application::unknown, with everything
/// else empty. A card that was connected in a protocol which the application's profile does not allow is reset into the other one, once. Errors: those of
/// Transport, `card.protocol`, `profile.closed` (its profile is wrong), `card.locked`, `card.data` (files shorter than their layout), `card.needs_sam`.
Result<Holder> read_holder(Transport& transport, const Profiles& profiles);

/// Selects and reads the public data only (one exchange): enough to know which card it is. Name and number stay empty.
Result<Holder> recognise(Transport& transport, const Profiles& profiles);

/// Whether this answer to reset is a contactless card's without a processor (MIFARE, FeliCa …), as PC/SC readers make it up. Any bytes.
bool is_storage_card(ByteView atr);
/// Its number, by the reader's own command FF CA. It proves nothing: such cards can be copied. Errors: those of Transport, `card.data`.
Result<Holder> recognise_storage(Transport& transport);

/// GB18030 (which contains GBK and GB2312) to UTF-8; fill bytes 00, 20 and FF at the end are dropped. Bytes that are no
/// character become U+FFFD.
SecretText from_gb18030(ByteView bytes);
/// Error `text.encoding` when `utf8` is not well-formed.
Result<Bytes> to_gb18030(std::string_view utf8);

/// Birth day of an identity number (GB 11643): 18 characters with a right check digit, or 15 digits of the old form.
std::optional<Day> birth_of(std::string_view id_number);

}  // namespace onecard::card
