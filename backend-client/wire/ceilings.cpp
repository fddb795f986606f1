#include "backend-client/wire/ceilings.hpp"

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::string_view kind_of_document = "purse-ceilings";

Fen ceiling(Members& in, std::string_view key) { return Fen(in.number(key, 1, ceiling_max.count())); }

}  // namespace

Json to_json(const Ceilings& value) {
    return {{"version", value.version},
            {"payment", value.payment.count()},
            {"card_today", value.card_today.count()},
            {"kiosk_today", value.kiosk_today.count()},
            {"card_unsent", value.card_unsent.count()},
            {"kiosk_unsent", value.kiosk_unsent.count()}};
}

Result<Ceilings> ceilings_from(const Json& json) {
    Members in(json);
    Ceilings value;
    value.version = in.number("version", 0, INT64_MAX);
    value.payment = ceiling(in, "payment");
    value.card_today = ceiling(in, "card_today");
    value.kiosk_today = ceiling(in, "kiosk_today");
    value.card_unsent = ceiling(in, "card_unsent");
    value.kiosk_unsent = ceiling(in, "kiosk_unsent");
    const bool ordered = value.payment <= value.card_today && value.card_today <= value.kiosk_today && value.card_unsent <= value.kiosk_unsent;
    if (!ordered) in.fail("order");
    return in.done(value);
}

std::string ceilings_document(const Ceilings& value) {
    auto json = to_json(value);
    json["document"] = kind_of_document;
    return dump_json(json);
}

Result<Ceilings> read_ceilings_document(const std::string& document) {
    const auto json = parse_json(document);
    if (!json) return failure(json.error());
    if (text_at(*json, "document") != kind_of_document) return failure(Error::Kind::invalid, "wire.document", "another kind of document");
    return ceilings_from(*json);
}

}  // namespace onecard::wire
