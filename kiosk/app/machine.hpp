// All of a kiosk behind its screen: what it keeps, its card, network and paper threads. Put together here and nowhere else.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "backend-client/store/store.hpp"
#include "base/crypto_signature.hpp"
#include "kiosk/app/camera_desk.hpp"
#include "kiosk/app/disturbed_client.hpp"
#include "kiosk/app/net_desk.hpp"
#include "kiosk/app/paper_desk.hpp"
#include "kiosk/app/settings.hpp"
#include "kiosk/app/terminal_desk.hpp"
#include "kiosk/device/printer.hpp"
#include "kiosk/pay/card_desk.hpp"
#include "kiosk/pay/card_thread.hpp"

namespace onecard::app {

class Machine {
public:
    /// Never fails as a whole: what can't be opened is missing and said in faults(), the rest serves. `wake` is called from any thread when a
    /// letter waits.
    Machine(const Settings& settings, std::function<void()> wake);
    ~Machine();

    ShiftedClock& clock() { return clock_; }
    Random& random() { return random_; }
    /// Of the UI thread; null when this machine can't keep anything.
    store::Store* store() { return store_ ? &*store_ : nullptr; }
    ByteView receipt_key() const { return receipt_key_; }
    const std::vector<std::string>& faults() const { return faults_; }

    Mailbox<pay::CardLetter>& card_letters() { return card_letters_; }
    Mailbox<NetLetter>& net_letters() { return net_letters_; }
    Mailbox<PaperLetter>& paper_letters() { return paper_letters_; }
    Mailbox<PictureTaken>& picture_letters() { return picture_letters_; }
    Mailbox<TerminalLetter>& terminal_letters() { return terminal_letters_; }

    void order(pay::CardOrder order);
    void nudge();
    void ask_load(wire::LoadRequest request);
    void ask_unblock(wire::UnblockRequest request);
    void ask_charge(sync::ChargeAsk ask);
    void ask_holder(const std::string& card_serial);
    void sell(SaleOrder order);
    void give_back(RefundOrder order);
    void ask_private(const std::string& card_serial);
    void print(device::Slip slip) { paper_->print(std::move(slip)); }
    bool has_camera() const { return pictures_ != nullptr; }
    void take_picture(const std::string& field) { if (pictures_) pictures_->take(field); }
    void let_pictures_go() { if (pictures_) pictures_->clear(); }
    void disturb(int status) { if (client_) client_->answer_with(status); }

    /// What the next heartbeats say.
    struct Health {
        bool in_service = true, reader_ready = false, psam_ready = false;
        std::string printer = "ready";  ///< device::heartbeat_word
    };
    void set_health(const Health& health);

private:
    void open_stores(const Settings& settings);
    void open_cards(const Settings& settings);
    void open_net(const Settings& settings);
    using Check = Status (*)(const std::string& content, ByteView signature, const crypto::Signers& signers);
    /// `check` with whom this machine believes.
    static std::function<Status(const std::string&, ByteView)> believed(const Settings& settings, Check check);
    void open_printer(const Settings& settings);
    void missing(const Error& error, std::string_view what);
    wire::Heartbeat facts();
    std::optional<std::string> refusal(const SecretText& serial);

    std::filesystem::path data_;
    SystemClock system_clock_;
    ShiftedClock clock_{system_clock_};
    SystemRandom random_;
    SecretBytes receipt_key_;
    std::string slip_key_;  ///< what others check its slips with, in hexadecimal; reckoned once, as every heartbeat tells it
    std::vector<std::string> faults_;
    bool card_settings_wrong_ = false, psam_settings_wrong_ = false;
    Millis started_;
    std::mutex health_mutex_;
    Health health_;

    Mailbox<pay::CardLetter> card_letters_;
    Mailbox<NetLetter> net_letters_;
    Mailbox<PaperLetter> paper_letters_;
    Mailbox<PictureTaken> picture_letters_;
    Mailbox<TerminalLetter> terminal_letters_;

    std::optional<store::Store> store_, card_store_, net_store_;
    std::unique_ptr<card::ReaderRoom> room_;
    std::optional<pay::PaymentEngine> engine_;
    std::unique_ptr<pay::CardDesk> desk_;
    std::unique_ptr<pay::CardThread> card_thread_;
    std::unique_ptr<DisturbedClient> client_;
    std::unique_ptr<NetDesk> net_;
    std::unique_ptr<device::Printer> printer_;
    std::unique_ptr<PaperDesk> paper_;
    std::unique_ptr<device::DocumentCamera> camera_;
    std::unique_ptr<CameraDesk> pictures_;
    std::unique_ptr<device::BankTerminal> terminal_;
    std::unique_ptr<TerminalDesk> terminal_desk_;
};

}  // namespace onecard::app
