#include "cardreader/apps/psam.hpp"

#include "cardreader/exchange.hpp"

namespace onecard::card {
namespace {

tl::unexpected<Error> unknown(const Error& why) {
    // A status word means a card that answers but is not the PSAM that the settings describe; anything else is the reader's trouble.
    if (why.detail.starts_with("status ")) return failure(Error::Kind::refused, "sam.unknown", why.detail);
    return failure(why);
}

Status select(Transport& transport, ByteView name) {
    if (name.empty()) return {};
    const std::uint8_t by_name = name.size() == 2 ? 0x00 : 0x04;
    const auto answer = ask(transport, {0x00, 0xA4, by_name, 0x00, Bytes(name.begin(), name.end()), 256});
    if (!answer) return unknown(answer.error());
    return {};
}

/// The first `size` bytes, which it must have.
Result<Bytes> read_file(Transport& transport, std::uint8_t short_id, std::uint16_t size) {
    auto answer = ask(transport, {0x00, 0xB0, static_cast<std::uint8_t>(0x80 | short_id), 0x00, {}, size});
    if (!answer) return unknown(answer.error());
    if (answer->size() < size) return failure(Error::Kind::corrupt, "sam.unknown", "a short file");
    return answer;
}

Result<Bytes> factor_bytes(FactorLevel level, const Holder& card) {
    switch (level) {
        case FactorLevel::serial: return from_hex(card.serial.view());
        case FactorLevel::issuer: return from_hex(card.issuer);
        case FactorLevel::city: {
            auto city = from_hex(card.city_code);
            if (city && city->size() == 2) append(*city, Bytes{0xFF, 0, 0, 0, 0, 0});
            return city;
        }
    }
    require(false, "a known level");
    return Bytes{};
}

Result<Bytes> factors(const std::vector<FactorLevel>& levels, const Holder& card) {
    Bytes all;
    for (const auto level : levels) {
        const auto bytes = factor_bytes(level, card);
        if (!bytes || bytes->size() != 8) return failure(Error::Kind::refused, "sam.factor", "the card lacks a diversification factor");
        append(all, *bytes);
    }
    return all;
}

}  // namespace

Result<Psam> Psam::open(Transport& transport, PsamSettings settings) {
    if (auto spoken = speak_allowed(transport, settings.protocols); !spoken) return failure(spoken.error());
    Psam psam(transport, std::move(settings));
    const auto& where = psam.settings_;
    if (auto status = select(transport, Bytes{0x3F, 0x00}); !status) return failure(status.error());
    const auto number = read_file(transport, where.terminal_file, static_cast<std::uint16_t>(where.terminal + psam.terminal_.size()));
    if (!number) return failure(number.error());
    std::copy_n(number->begin() + where.terminal, psam.terminal_.size(), psam.terminal_.begin());
    if (!where.keys_at_master)
        if (auto status = select(transport, where.application); !status) return failure(status.error());
    const auto keys = read_file(transport, where.keys_file, where.keys_bytes);
    if (!keys) return failure(keys.error());
    psam.key_index_ = (*keys)[where.key_index];
    std::copy_n(keys->begin() + where.acceptor, psam.acceptor_.size(), psam.acceptor_.begin());
    if (where.keys_at_master)
        if (auto status = select(transport, where.application); !status) return failure(status.error());
    return psam;
}

Result<Voucher> Psam::begin_purchase(const Holder& card, const PurchaseInit& init, const Purchase& purchase) {
    const auto levels = factors(card.profile.purchase.factors, card);
    if (!levels) return failure(levels.error());
    const Bytes kind{static_cast<std::uint8_t>(purchase.action)};
    const Bytes key{init.key_version, init.algorithm};
    auto data = join({init.random, big_endian(init.offline_number, 2), big_endian(static_cast<std::uint64_t>(purchase.amount.count()), 4), kind,
                      purchase.when.date, purchase.when.time, key, *levels});
    const auto response = exchange(*transport_, {0x80, 0x70, 0x00, 0x00, std::move(data), 8}, Resend::never);
    if (!response) return failure(response.error());
    if (!response->ok()) return failure(Error::Kind::refused, "sam.refused", status_failure(response->status).value().detail);
    if (response->data.size() != 8) return failure(Error::Kind::corrupt, "sam.refused", "the answer's length");
    Voucher voucher;
    voucher.terminal_sequence = static_cast<std::uint32_t>(from_big_endian(ByteView(response->data).first(4)));
    std::copy_n(response->data.begin() + 4, voucher.mac1.size(), voucher.mac1.begin());
    return voucher;
}

Status Psam::confirm(const Mac& mac2) {
    const auto response = exchange(*transport_, {0x80, 0x72, 0x00, 0x00, Bytes(mac2.begin(), mac2.end()), std::nullopt}, Resend::never);
    if (!response) return failure(response.error());
    if (response->ok()) return {};
    const auto status = response->status;
    const auto detail = status_failure(status).value().detail;
    if (status == 0x9302 || (status & 0xFFF0) == 0x63C0 || status == 0x6300) return failure(Error::Kind::refused, "sam.mac_wrong", detail);
    if (status == 0x6985 || status == 0x6901) return failure(Error::Kind::refused, "sam.no_session", detail);
    return failure(Error::Kind::refused, "sam.refused", detail);
}

}  // namespace onecard::card
