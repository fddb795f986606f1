#include <utility>

#include "backend/http/tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace onecard::http {
namespace {

namespace ssl = boost::asio::ssl;

tl::unexpected<Error> bad_file(std::string_view what, const std::filesystem::path& file, const boost::system::error_code& why) {
    return failure(Error::Kind::invalid, "http.certificate", std::string(what) + " " + file.string() + " cannot be used: " + why.message());
}

}  // namespace

Result<ssl::context> tls_context(const Settings& settings, Door door) {
    ssl::context context(ssl::context::tls_server);
    boost::system::error_code why;
    context.use_certificate_chain_file(settings.certificate.string(), why);
    if (why) return bad_file("certificate", settings.certificate, why);
    context.use_private_key_file(settings.key.string(), ssl::context::pem, why);
    if (why) return bad_file("key", settings.key, why);
    auto* native = context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    // A resumed session would not look at the certificate again, and kiosks keep their connections anyway.
    SSL_CTX_set_num_tickets(native, 0);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    if (door == Door::console) return context;
    context.load_verify_file(settings.authority.string(), why);
    if (why) return bad_file("authority", settings.authority, why);
    context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, why);
    if (why) return bad_file("authority", settings.authority, why);
    return context;
}

std::string common_name(SSL* connection) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(connection), &X509_free);
    if (!certificate) return {};
    auto* subject = X509_get_subject_name(certificate.get());
    const int place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (place < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, place) >= 0) return {};
    const auto* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place));
    const auto* start = ASN1_STRING_get0_data(value);
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(value));
    constexpr std::size_t name_bytes_max = 64;
    std::string name(start, start + size);
    const bool plain = size <= name_bytes_max && std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    return plain ? name : std::string();
}

}  // namespace onecard::http
