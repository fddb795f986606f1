#include "kiosk/app/machine.hpp"

#include <algorithm>

#include <sys/statvfs.h>

#include "backend-client/http/curl_client.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "cardreader/pcsc/pcsc_room.hpp"
#include "kiosk/app/catalogue_check.hpp"
#include "kiosk/device/escpos_printer.hpp"
#include "kiosk/device/receipt_mark.hpp"
#include "kiosk/device/sheet_printer.hpp"
#include "kiosk/device/spool_printer.hpp"

namespace onecard::app {
namespace {

namespace fs = std::filesystem;

std::int64_t free_bytes(const fs::path& folder) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) return 0;
    return static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
}

}  // namespace

Machine::Machine(const Settings& settings, std::function<void()> wake)
    : data_(settings.data),
      started_(clock_.uptime()),
      card_letters_(wake),
      net_letters_(wake),
      paper_letters_(wake),
      picture_letters_(wake),
      terminal_letters_(wake) {
    std::error_code ignored;
    fs::create_directories(settings.data, ignored);
    open_printer(settings);
    open_stores(settings);
    if (!store_) return;
    open_cards(settings);
    open_net(settings);
}

Machine::~Machine() {
    if (desk_) desk_->wake();
}

void Machine::missing(const Error& error, std::string_view what) {
    log::failed(what, error);
    faults_.push_back(error.code);
}

// Three connections for three threads; the first one also repairs and migrates.
void Machine::open_stores(const Settings& settings) {
    auto key = store::Key::load_or_make(settings.data / "kiosk.key", random_);
    if (!key) return missing(key.error(), "key");
    receipt_key_ = key->derived("receipt");
    slip_key_ = to_hex(device::mark_key(receipt_key_));
    const auto file = settings.data / "kiosk.db";
    for (auto* place : {&store_, &card_store_, &net_store_}) {
        auto opened = store::Store::open(file, *key, clock_, random_);
        if (!opened) {
            store_.reset();
            return missing(opened.error(), "store");
        }
        place->emplace(*std::move(opened));
    }
    if (store_->kept_aside()) log::error("database kept aside: " + store_->kept_aside()->code + ", a fresh one in its place");
}

void Machine::open_cards(const Settings& settings) {
    auto engine = pay::PaymentEngine::start(*card_store_, clock_, random_, settings.kiosk);
    if (!engine) return missing(engine.error(), "payments");
    engine_.emplace(*std::move(engine));
    // Without them no card means anything; whatever needs no card stays open.
    auto profiles = card::Profiles::read(settings.assets / "cards" / "applications");
    card_settings_wrong_ = !profiles || !profiles->mistakes().empty();
    if (!profiles) return missing(profiles.error(), "card applications");
    for (const auto& mistake : profiles->mistakes()) log::failed("a card application, closed", mistake);
    if (card_settings_wrong_) faults_.push_back("profile.some_closed");
    psam_settings_wrong_ = !profiles->psam();
    if (psam_settings_wrong_) log::failed("the PSAM's settings", profiles->psam().error());
    card::PcscSettings readers{{{card::Slot::citizen, settings.citizen_reader}, {card::Slot::sam, settings.sam_reader}}};
    if (!settings.contactless_reader.empty()) readers.names[card::Slot::contactless] = settings.contactless_reader;
    if (!settings.staff_reader.empty()) readers.names[card::Slot::staff] = settings.staff_reader;
    room_ = std::make_unique<card::PcscRoom>(std::move(readers));
    auto psam = profiles->psam();
    pay::DeskSettings desk{*std::move(profiles), std::move(psam)};
    desk.refusal = [this](const SecretText& serial) { return refusal(serial); };
    desk_ = std::make_unique<pay::CardDesk>(*room_, *engine_, clock_, card_letters_, std::move(desk));
    card_thread_ = std::make_unique<pay::CardThread>(*desk_);
}

void Machine::open_net(const Settings& settings) {
    web::CurlSettings curl;
    curl.address = settings.backend;
    curl.authority = settings.authority;
    curl.certificate = settings.certificate;
    curl.key = settings.key;
    client_ = std::make_unique<DisturbedClient>(std::make_unique<web::CurlClient>(std::move(curl)));
    sync::SyncSettings rhythm;
    rhythm.heartbeat_every = std::chrono::seconds(settings.heartbeat_seconds);
    rhythm.changes_every = 2 * rhythm.heartbeat_every;
    net_ = std::make_unique<NetDesk>(NetDesk::Parts{*net_store_, *client_, clock_, random_, net_letters_, [this] { return facts(); }, believed(settings, check_catalogue),
                                                believed(settings, check_ceilings), rhythm});
}

void Machine::open_printer(const Settings& settings) {
    const auto paper = settings.paper == "58mm" ? device::Paper::mm58 : device::Paper::mm80;
    if (settings.printer == "escpos") {
        device::EscposSettings thermal;
        thermal.address = settings.printer_address;
        thermal.paper = paper;
        thermal.cutter = settings.cutter;
        thermal.mouth = settings.mouth;
        printer_ = std::make_unique<device::EscposPrinter>(std::move(thermal), clock_);
    } else if (settings.printer == "cups") {
        device::SheetSettings office;
        office.address = settings.printer_address;
        printer_ = std::make_unique<device::SheetPrinter>(std::move(office), clock_);
    } else {
        printer_ = std::make_unique<device::SpoolPrinter>(device::SpoolSettings{data_ / "spool", paper}, clock_);
    }
    if (!settings.terminal_address.empty()) {
        terminal_ = device::make_line_terminal(settings.terminal_address, clock_);
        terminal_desk_ = std::make_unique<TerminalDesk>(*terminal_, terminal_letters_);
    }
    paper_ = std::make_unique<PaperDesk>(*printer_, paper_letters_, clock_);
    if (settings.camera_folder.empty()) return;
    camera_ = std::make_unique<device::FolderCamera>(settings.camera_folder);
    pictures_ = std::make_unique<CameraDesk>(*camera_, picture_letters_);
}

// Whether something is the backend's own and makes sense; asked in the network thread before anything is replaced.
std::function<Status(const std::string&, ByteView)> Machine::believed(const Settings& settings, Check check) {
    return [check, authority = settings.authority, host = host_of(settings.backend)](const std::string& content, ByteView signature) -> Status {
        const auto pem = read_file(authority);
        if (!pem) return failure(pem.error());
        return check(content, signature, {*pem, host});
    };
}

// In the card thread.
std::optional<std::string> Machine::refusal(const SecretText& serial) {
    const auto listed = card_store_->cache().black_listed(std::string(serial.view()));
    if (!listed) log::failed("black list", listed.error());
    return listed && *listed ? std::optional<std::string>("card.blocked") : std::nullopt;
}

void Machine::order(pay::CardOrder order) {
    if (desk_) desk_->order(std::move(order));
}

void Machine::nudge() {
    if (net_) net_->nudge();
}

void Machine::ask_unblock(wire::UnblockRequest request) {
    if (net_) net_->ask_unblock(std::move(request));
    else net_letters_.post(UnblockAnswered{std::nullopt, "net.offline"});
}

void Machine::ask_load(wire::LoadRequest request) {
    if (net_) net_->ask_load(std::move(request));
    else net_letters_.post(LoadAnswered{request.id, std::nullopt, "net.offline"});
}

void Machine::ask_charge(sync::ChargeAsk ask) {
    if (net_) net_->ask_charge(std::move(ask));
    else net_letters_.post(ChargeAnswered{ask.request.id, std::nullopt, "net.offline", true});
}

void Machine::sell(SaleOrder order) {
    if (terminal_desk_) terminal_desk_->order(std::move(order));
}

void Machine::give_back(RefundOrder order) {
    if (terminal_desk_) terminal_desk_->order(std::move(order));
}

void Machine::ask_private(const std::string& card_serial) {
    if (net_) net_->ask_private(card_serial);
}

void Machine::ask_holder(const std::string& card_serial) {
    if (net_) net_->ask_holder(card_serial);
}

void Machine::set_health(const Health& health) {
    const std::lock_guard lock(health_mutex_);
    health_ = health;
}

// In the network thread.
wire::Heartbeat Machine::facts() {
    wire::Heartbeat beat;
    {
        const std::lock_guard lock(health_mutex_);
        beat.state = health_.in_service ? "in_service" : "out_of_service";
        beat.reader = card_settings_wrong_ ? "settings" : health_.reader_ready ? "ready" : "missing";
        beat.psam = psam_settings_wrong_ ? "settings" : health_.psam_ready ? "ready" : "missing";
        beat.printer = health_.printer;
    }
    beat.version = ONECARD_VERSION;
    beat.slip_key = slip_key_;
    beat.disk_free_bytes = free_bytes(data_);
    beat.uptime_seconds = (clock_.uptime() - started_).count() / 1000;
    return beat;
}

}  // namespace onecard::app
