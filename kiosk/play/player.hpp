// Plays a visit script: does with the kiosk, the card and the network what its lines say, and checks what is shown.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kiosk/play/admin.hpp"
#include "kiosk/play/card_hand.hpp"
#include "kiosk/play/printer_hand.hpp"
#include "kiosk/play/relay.hpp"
#include "kiosk/play/robot.hpp"
#include "kiosk/play/script.hpp"

namespace onecard::play {

/// The world a visit is played in. All outlive the player.
struct Stage {
    Robot& robot;
    Relay& relay;
    CardHand& cards;
    PrinterHand& printer;
    PrinterHand& phone;          ///< of the payment company and the payer, `onecard-paygate`
    PrinterHand& terminal;       ///< the bank card terminal, `onecard-terminal`
    Admin& admin;
    std::filesystem::path out;   ///< where pictures go
    std::string visit;           ///< name, the first part of each picture's name
    std::filesystem::path papers;  ///< where the visit's papers lie
    std::filesystem::path camera;  ///< where the kiosk looks for pictures; empty: no camera
    std::vector<std::string> diaries;  ///< logs of the kiosk and the backend
    /// The command that starts the kiosk with this id.
    std::function<Result<std::vector<std::string>>(const std::string& kiosk)> command_of;
};

class Player {
public:
    explicit Player(Stage stage) : stage_(std::move(stage)) {}

    /// Plays all lines; the first that does not hold ends it. Error `visit.line`, detail "line N: reason (picture: FILE)".
    Status play(const std::vector<Line>& script);

private:
    Status one(const Line& line);
    Status touch_or_type(const Line& line);
    Status check(const Line& line);
    Status world(const Line& line);

    Status tap(std::string_view key);
    Status tap_text(std::string_view text);
    Status touch(const Seen& target);
    Status type(const std::string& key, const std::string& text);
    Status type_latin(const std::string& text);
    Status type_mongolian(const std::string& text);
    Status type_composed(std::string_view mode, const std::string& text, const std::string& spelling);
    Status take_candidates(std::string rest);
    Status input_mode(std::string_view mode);
    Status pin(const std::string& digits);
    Status sign(const std::string& key);
    Status paper(const std::string& name);
    Status language(const std::string& wanted);
    Status mode(const std::string& wanted);
    Status scan(const Line& line);
    Status linger(const std::string& key);
    Status kill();
    Status go_to(const std::string& kiosk);
    /// A fresh process knows nothing of the clock and the server's errors.
    Status tell_again();
    Status server(const std::string& how, const std::string& value);
    Status wait_sync();
    Status printer(const Line& line);
    Status device(PrinterHand& hand, const Line& line);
    Status wait(const Line& line);
    Status slips(const Line& line);
    Status forgotten(const std::string& text);
    Status unlogged(const std::string& text) const;
    Status shot(const std::string& name);
    Status refused(const std::string& path);
    Status order(const Json& order);

    // keypad.cpp
    Status keypad(const Line& line);
    Status press_key(const std::string& name);
    Status seek(const std::string& words);
    Status reach(const std::string& key);
    Status write(const std::string& text);
    Status write_piece(const std::string& text, const std::string& letters, const std::string& method);

    /// Looks until the condition holds, at least once; `what` is the reason when it does not.
    Result<View> until(const std::string& what, const std::function<bool(const View&)>& condition, Millis at_most);

    Stage stage_;
    bool apart_ = false;         ///< the sign that sets a Mongolian vowel apart was asked for and waits for its vowel
    long long shift_ = 0;        ///< of the wall clock, kept over a kill and at another kiosk
    long long server_error_ = 0;
};

}  // namespace onecard::play
