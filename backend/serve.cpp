#include "backend/serve.hpp"

#include <cstdio>

#include <sys/resource.h>

#include "backend/api/desk.hpp"
#include "backend/api/office.hpp"
#include "backend/api/reports.hpp"
#include "backend/api/sample.hpp"
#include "backend/case_upkeep.hpp"
#include "backend/case_watch.hpp"
#include "backend/charge_watch.hpp"
#include "backend/cases/case_book.hpp"
#include "backend/cases/watch.hpp"
#include "backend/cases/posts.hpp"
#include "backend/data/migrations.hpp"
#include "backend/key_upkeep.hpp"
#include "base/crypto_signature.hpp"
#include "base/file.hpp"
#include "base/log.hpp"

namespace onecard {
namespace {

/// A connection is a descriptor; the usual limit of 1024 would be the first to be reached.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// Opens and migrates the database, publishes the catalogue, loads the sample.
Status prepare(const ServeSettings& settings, api::Office& office, cases::Catalogue& catalogue) {
    auto connection = data::Connection::open(database_file(settings.data), data::Connection::Access::writing);
    if (!connection) return failure(connection.error());
    auto& database = **connection;
    if (auto migrated = data::migrate(database); !migrated) return migrated;
    const auto published = database.write([&]() -> Status {
        catalogue.publish(database);
        return {};
    });
    if (!published) return published;
    if (settings.sample)
        if (auto loaded = api::load_sample(office, database, settings.assets / "sample" / "district.json"); !loaded) return loaded;
    return database.write([&]() -> Status {
        const auto now = office.clock.now();
        cases::set_up_posts(database, office.rules, catalogue, now);
        cases::keep_private(database, office.rules, catalogue);
        api::note_borders(office.regions, database);
        if (const auto moved = cases::hand_over(database, office.rules, now)) log::info(std::to_string(moved) + " cases handed over");
        if (const auto moved = cases::follow_calendar(database, office.rules, now)) log::info(std::to_string(moved) + " limits counted anew");
        return {};
    });
}

/// With the server's own certificate and key; read each time, so that a renewed certificate is used at once.
Result<Bytes> sign_as_server(const http::Settings& settings, std::string_view content) {
    const auto certificate = read_file(settings.certificate);
    if (!certificate) return failure(certificate.error());
    auto key = read_file(settings.key);
    if (!key) return failure(key.error());
    auto signature = crypto::sign(content, *certificate, *key);
    wipe(*key);
    return signature;
}

/// Null when no gateway is set up.
Result<std::unique_ptr<money::Gateway>> open_gateway(const gateway::PaygateSettings& settings) {
    if (settings.address.empty()) return std::unique_ptr<money::Gateway>();
    return gateway::open_paygate(settings);
}

}  // namespace

std::filesystem::path database_file(const std::filesystem::path& folder) { return folder / "district.sqlite"; }

Status serve(const ServeSettings& settings) {
    raise_descriptor_limit();
    std::error_code why;
    std::filesystem::create_directories(settings.data, why);
    if (why) return failure(Error::Kind::unavailable, "serve.data", settings.data.string() + " cannot be made: " + why.message());
    auto catalogue = cases::Catalogue::load(settings.assets / "services");
    if (!catalogue) return failure(catalogue.error());
    const auto rules = load_rules(settings.assets);
    if (!rules) return failure(rules.error());
    catalogue->keep_days(rules->calendar().days());
    const auto keys = open_keys(settings);
    if (!keys) return failure(keys.error());
    const money::TacCheck tac(**keys);
    const SystemClock system_clock;
    ShiftedClock clock(system_clock);
    clock.shift(std::chrono::hours(24 * settings.days_ahead));
    SystemRandom random;
    api::Office office{clock, random, *catalogue, *rules, **keys, tac};
    const auto places = read_file(settings.assets / "regions" / "regions.json");
    if (!places) return failure(places.error());
    auto regions = Regions::read(*places);
    if (!regions) return failure(regions.error());
    office.regions = *std::move(regions);
    auto gateway = open_gateway(settings.gateway);
    if (!gateway) return failure(gateway.error());
    office.gateway = gateway->get();
    office.sign = [&settings](std::string_view content) { return sign_as_server(settings.http, content); };
    if (auto prepared = prepare(settings, office, *catalogue); !prepared) return prepared;

    std::unique_ptr<api::Desk> desk;
    // The server is older than the desk and outlives it: the desk still replies while it ends.
    const auto on_request = [&desk](http::Request request, http::Reply reply) { desk->take(std::move(request), std::move(reply)); };
    auto server = http::Server::open(settings.http, on_request);
    if (!server) return failure(server.error());
    // The server has read both files and said what is wrong with them.
    if (auto signature = catalogue->sign(settings.http.certificate, settings.http.key); !signature) return signature;
    auto opened = api::Desk::open(database_file(settings.data), api::make_router(office), clock);
    if (!opened) return failure(opened.error());
    desk = std::move(*opened);
    auto watch = CaseWatch::open(database_file(settings.data), *rules, clock);
    if (!watch) return failure(watch.error());
    money::SampleMeterBiller meters;
    auto charge_watch = ChargeWatch::open(database_file(settings.data), gateway->get(), meters, clock);
    if (!charge_watch) return failure(charge_watch.error());
    std::printf("serving kiosks at https://%s:%u and the console at https://%s:%u/\n", settings.http.host.c_str(), (*server)->kiosk_port(),
                settings.http.host.c_str(), (*server)->console_port());
    std::fflush(stdout);
    (*server)->run();
    charge_watch->reset();
    watch->reset();
    desk.reset();
    log::info("stopped");
    return {};
}

}  // namespace onecard
