// A catalogue is taken only when it is the backend's and can be shown.
#include <doctest/doctest.h>

#include <cstdlib>

#include "backend-client/wire/ceilings.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "kiosk/app/catalogue_check.hpp"
#include "tests/support/sample_visit.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace onecard;

namespace {

const std::filesystem::path& network() {
    static const test::TemporaryFolder folder;
    static const bool made = std::system((std::string(ONECARD_SOURCE_DIR) + "/tests/support/make_certificates " + folder.path().string()).c_str()) == 0;
    require(made, "certificates for tests");
    return folder.path();
}

std::string pem(const std::string& name) { return read_file(network() / name).value(); }

Bytes signed_by(const std::string& who, const std::string& bundle) { return crypto::sign(bundle, pem(who + ".pem"), pem(who + ".key")).value(); }

std::string code_of(const std::string& bundle, ByteView signature) {
    const auto good = app::check_catalogue(bundle, signature, {pem("ca.pem"), "localhost"});
    return good ? std::string() : good.error().code;
}

}  // namespace

TEST_CASE("the backend's own catalogue is taken; forged, half-sent, unsigned and senseless ones are not") {
    const auto bundle = support::catalogue_bundle();
    const auto signature = signed_by("server", bundle);
    CHECK(code_of(bundle, signature).empty());
    CHECK(code_of(bundle.substr(0, bundle.size() / 2), signature) == "signature.broken");
    CHECK(code_of(replace_all(bundle, "\"fee\":0", "\"fee\":9"), signature) == "signature.broken");
    CHECK(code_of(bundle, {}) == "signature.malformed");
    CHECK(code_of(bundle, signed_by("K-0001", bundle)) == "signature.broken");
    const std::string senseless = R"({"version": 9, "departments": [], "items": [{"code": "MZ-0001"}]})";
    CHECK(code_of(senseless, signed_by("server", senseless)) == "catalogue.item");
}

TEST_CASE("ceilings are taken from the backend alone, and nothing else that it signed can stand in for them") {
    const auto document = wire::ceilings_document({7, Fen(700), Fen(900), Fen(1'000), Fen(800), Fen(5'000)});
    const auto judged = [](const std::string& content, ByteView signature) {
        const auto good = app::check_ceilings(content, signature, {pem("ca.pem"), "localhost"});
        return good ? std::string() : good.error().code;
    };
    CHECK(judged(document, signed_by("server", document)).empty());
    CHECK(judged(replace_all(document, "700", "70000"), signed_by("server", document)) == "signature.broken");
    CHECK(judged(document.substr(0, document.size() - 1), signed_by("server", document)) == "signature.broken");
    CHECK(judged(document, {}) == "signature.malformed");
    CHECK(judged(document, signed_by("K-0001", document)) == "signature.broken");
    const auto bundle = support::catalogue_bundle();
    CHECK(judged(bundle, signed_by("server", bundle)) == "wire.document");
    const auto upside_down = replace_all(document, "\"card_today\":900", "\"card_today\":600");
    CHECK(judged(upside_down, signed_by("server", upside_down)) == "wire.order");
}

TEST_CASE("the host that a certificate must bear is that of the backend's address") {
    CHECK(app::host_of("https://localhost:8443") == "localhost");
    CHECK(app::host_of("https://backend.district.example") == "backend.district.example");
    CHECK(app::host_of("https://127.0.0.1:9443/") == "127.0.0.1");
    CHECK(app::host_of("https://[::1]:8443") == "::1");
    CHECK(app::host_of("") == "");
}
