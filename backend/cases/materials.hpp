// Papers that came with requests, as pictures.
#pragma once
#include "backend-client/wire/materials.hpp"
#include "backend/data/connection.hpp"

namespace onecard::cases {

/// Keeps it for the request of that receipt, which may come later. One picture a field: the first that came stays. Error `material.kind`: no JPEG.
Status keep_material(data::Connection& connection, const wire::Material& material, Timestamp now);

/// The picture for an answer (sha256 in hexadecimal) of the case's request; nothing when it has not come, or is another than the answer says.
std::optional<Bytes> material_of(data::Connection& connection, const std::string& receipt, const std::string& field, const std::string& digest);

}  // namespace onecard::cases
