#include "kiosk/app/catalogue_check.hpp"

#include <algorithm>

#include "backend-client/wire/ceilings.hpp"
#include "kiosk/flow/catalogue.hpp"

namespace onecard::app {

Status check_catalogue(const std::string& bundle, ByteView signature, const crypto::Signers& signers) {
    if (auto good = crypto::check_signature(bundle, signature, signers); !good) return good;
    if (const auto catalogue = flow::read_catalogue(bundle); !catalogue) return failure(catalogue.error());
    return {};
}

Status check_ceilings(const std::string& document, ByteView signature, const crypto::Signers& signers) {
    if (auto good = crypto::check_signature(document, signature, signers); !good) return good;
    if (const auto ceilings = wire::read_ceilings_document(document); !ceilings) return failure(ceilings.error());
    return {};
}

std::string host_of(const std::string& address) {
    const auto scheme = address.find("://");
    auto host = scheme == std::string::npos ? address : address.substr(scheme + 3);
    host.resize(std::min(host.find('/'), host.size()));
    if (host.starts_with('[')) return host.substr(1, std::min(host.find(']'), host.size()) - 1);
    host.resize(std::min(host.rfind(':'), host.size()));
    return host;
}

}  // namespace onecard::app
