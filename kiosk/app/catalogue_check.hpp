// Whether a catalogue or ceilings that came may replace what there is.
#pragma once
#include <string>

#include "base/crypto_signature.hpp"

namespace onecard::app {

/// Good when `signature` is one of `signers` over exactly this bundle and the bundle can be shown as a whole. Any thread.
/// Errors: those of crypto::check_signature() and flow::read_catalogue().
Status check_catalogue(const std::string& bundle, ByteView signature, const crypto::Signers& signers);

/// The same for a document of ceilings. Errors: those of crypto::check_signature() and wire::read_ceilings_document().
Status check_ceilings(const std::string& document, ByteView signature, const crypto::Signers& signers);

/// HOST of `https://HOST:PORT`; an IPv6 address without its brackets.
std::string host_of(const std::string& address);

}  // namespace onecard::app
