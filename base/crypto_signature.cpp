#include "base/crypto_signature.hpp"

#include <memory>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace onecard::crypto {
namespace {

template <auto free_one>
struct Free {
    template <class T>
    void operator()(T* one) const { free_one(one); }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Cms = std::unique_ptr<CMS_ContentInfo, Free<CMS_ContentInfo_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;

constexpr unsigned form = CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;
constexpr std::size_t signature_bytes_max = 16u << 10;

Bio reading(std::string_view bytes) { return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }

Certificate next_certificate(BIO* from) { return Certificate(PEM_read_bio_X509(from, nullptr, nullptr, nullptr)); }

tl::unexpected<Error> refused(std::string_view code) {
    ERR_clear_error();  // it would be taken for the next call's
    return failure(Error::Kind::refused, std::string(code));
}

// Certificates for servers only: kiosks have theirs from the same authority.
Store trusted(const std::string& authority_pem) {
    Store store(X509_STORE_new());
    require(store != nullptr, "memory for a certificate store");
    const auto pem = reading(authority_pem);
    while (const auto one = next_certificate(pem.get())) X509_STORE_add_cert(store.get(), one.get());
    X509_STORE_set_purpose(store.get(), X509_PURPOSE_SSL_SERVER);
    ERR_clear_error();
    return store;
}

bool bears(X509* certificate, const std::string& host) {
    return X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1 || X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
}

}  // namespace

Result<Bytes> sign(std::string_view content, std::string_view certificate_pem, std::string_view key_pem) {
    const auto certificate = next_certificate(reading(certificate_pem).get());
    const Key key(PEM_read_bio_PrivateKey(reading(key_pem).get(), nullptr, nullptr, nullptr));
    if (!certificate || !key) return refused("signature.key");
    const Cms cms(CMS_sign(certificate.get(), key.get(), nullptr, reading(content).get(), form));
    if (!cms) return refused("signature.key");
    unsigned char* der = nullptr;
    const int size = i2d_CMS_ContentInfo(cms.get(), &der);
    if (size <= 0) return refused("signature.key");
    Bytes signature(der, der + size);
    OPENSSL_free(der);
    return signature;
}

Status check_signature(std::string_view content, ByteView signature, const Signers& signers) {
    if (signature.empty() || signature.size() > signature_bytes_max) return refused("signature.malformed");
    const auto* at = signature.data();
    const Cms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(signature.size())));
    if (!cms || at != signature.data() + signature.size()) return refused("signature.malformed");
    const auto store = trusted(signers.authority_pem);
    if (CMS_verify(cms.get(), nullptr, store.get(), reading(content).get(), nullptr, form) != 1) return refused("signature.broken");
    STACK_OF(X509)* who = CMS_get0_signers(cms.get());
    const bool known = who && sk_X509_num(who) == 1 && bears(sk_X509_value(who, 0), signers.host);
    sk_X509_free(who);
    if (!known) return refused("signature.stranger");
    return {};
}

}  // namespace onecard::crypto
