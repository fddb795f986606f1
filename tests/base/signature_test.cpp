// Signatures of the backend, with the certificates of a sample hall network.
#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "base/crypto_signature.hpp"
#include "base/file.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;
using namespace onecard::crypto;

namespace {

/// One set of certificates for all tests here.
const std::filesystem::path& network() {
    static const test::TemporaryFolder folder;
    static const bool made = [] {
        const auto command = std::string(ONECARD_SOURCE_DIR) + "/tests/support/make_certificates " + folder.path().string();
        return std::system(command.c_str()) == 0;
    }();
    require(made, "certificates for tests");
    return folder.path();
}

std::string pem(const std::string& name) { return read_file(network() / name).value(); }

Bytes signed_by(const std::string& who, std::string_view content) { return sign(content, pem(who + ".pem"), pem(who + ".key")).value(); }

std::string code_of(std::string_view content, ByteView signature, const std::string& host = "localhost") {
    const auto good = check_signature(content, signature, {pem("ca.pem"), host});
    return good ? std::string() : good.error().code;
}

constexpr std::string_view bundle = "{\"version\":7}\r\n\n binary \x01 too";

}  // namespace

TEST_CASE("what the backend signed is known by its authority and by any of its names") {
    const auto signature = signed_by("server", bundle);
    CHECK(code_of(bundle, signature).empty());
    CHECK(code_of(bundle, signature, "127.0.0.1").empty());
    CHECK(code_of(bundle, signature, "elsewhere.example") == "signature.stranger");
}

TEST_CASE("one changed, missing or added byte of the content is noticed") {
    const auto signature = signed_by("server", bundle);
    for (std::size_t i = 0; i < bundle.size(); ++i) {
        std::string changed(bundle);
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CHECK(code_of(changed, signature) == "signature.broken");
        CHECK(code_of(bundle.substr(0, i), signature) == "signature.broken");
    }
    CHECK(code_of(std::string(bundle) + " ", signature) == "signature.broken");
}

TEST_CASE("no changed or cut signature is taken") {
    const auto signature = signed_by("server", bundle);
    CHECK(code_of(bundle, {}) == "signature.malformed");
    CHECK(code_of(bundle, Bytes(20'000, 0x30)) == "signature.malformed");
    for (std::size_t i = 0; i < signature.size(); i += 7) {
        CHECK(code_of(bundle, ByteView(signature).first(i)) == "signature.malformed");
        auto changed = signature;
        changed[i] ^= 0x40;
        // Parts that say nothing about content or signer (the order of certificates, unused parameters) may differ; forging needs more.
        if (const auto code = code_of(bundle, changed); code.empty()) CHECK(changed != signature);
    }
}

TEST_CASE("a kiosk's certificate, a foreign authority and a certificate that ran out sign nothing") {
    for (const char* who : {"K-0001", "server-unknown", "server-expired"}) {
        INFO(who);
        CHECK(code_of(bundle, signed_by(who, bundle)) == "signature.broken");
    }
    CHECK(code_of(bundle, signed_by("server-elsewhere", bundle)) == "signature.stranger");
}

TEST_CASE("a key and a certificate that make no pair sign nothing") {
    CHECK(sign(bundle, pem("server.pem"), pem("K-0001.key")).error().code == "signature.key");
    CHECK(sign(bundle, "no PEM", pem("server.key")).error().code == "signature.key");
    CHECK(sign(bundle, pem("server.pem"), "").error().code == "signature.key");
}
