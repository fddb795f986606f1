#include "backend/cases/materials.hpp"

#include "base/crypto.hpp"

namespace onecard::cases {

Status keep_material(data::Connection& connection, const wire::Material& material, Timestamp now) {
    const auto& content = material.content;
    if (!wire::is_jpeg(content)) return failure(Error::Kind::invalid, "material.kind");
    connection.run("INSERT INTO materials (receipt, field, card_serial, digest, content, taken_at, received_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (receipt, field) DO NOTHING",
                   material.receipt, material.field, material.card_serial, crypto::sha256_hex(to_text(content)), content, material.taken_at, now);
    return {};
}

std::optional<Bytes> material_of(data::Connection& connection, const std::string& receipt, const std::string& field, const std::string& digest) {
    auto row = connection.query("SELECT content FROM materials WHERE receipt = ? AND field = ? AND digest = ?", receipt, field, digest);
    if (!row.next()) return std::nullopt;
    return row.bytes(0);
}

}  // namespace onecard::cases
