// Signatures by the backend's certificate over what it publishes, checked by kiosks against the authority they know already.
#pragma once
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace onecard::crypto {

/// A detached signature over exactly these bytes: CMS (RFC 5652) in DER, with the signer's certificate in it. Both texts are PEM.
/// Error `signature.key` when they make no pair.
Result<Bytes> sign(std::string_view content, std::string_view certificate_pem, std::string_view key_pem);

/// Whose signature is good.
struct Signers {
    std::string authority_pem;  ///< of the private authority; several certificates may stand in it
    std::string host;           ///< the name or address by which the backend is called; its certificate must bear it
};

/// Good when `signature` covers exactly `content` and was made with a server certificate, valid now, of that authority for that host; a
/// kiosk's certificate of the same authority is not enough. Errors: `signature.malformed`, `signature.broken` (other content, authority or
/// time), `signature.stranger` (another host).
Status check_signature(std::string_view content, ByteView signature, const Signers& signers);

}  // namespace onecard::crypto
