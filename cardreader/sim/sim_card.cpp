#include "cardreader/sim/sim_card.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/json.hpp"
#include "cardreader/sim/sim_badge.hpp"
#include "cardreader/sim/sim_psam.hpp"
#include "cardreader/sim/sim_purse.hpp"
#include "cardreader/sim/sim_social_security.hpp"
#include "cardreader/tlv.hpp"

namespace onecard::card {
namespace {

constexpr std::string_view master_name = "1PAY.SYS.DDF01";
constexpr std::size_t state_bytes_max = 64u << 10;

/// An application that can be selected and knows no command.
class SimOther final : public Applet {
public:
    explicit SimOther(Bytes aid) : aid_(std::move(aid)) {}
    bool has_name(ByteView name) const override { return names(name, aid_); }
    SimAnswer select() override { return {make_tlv(0x6F, make_tlv(0x84, aid_)), 0x9000}; }
    SimAnswer run(const SimCommand&) override { return only_status(0x6D00); }
    nlohmann::json kept() const override { return nlohmann::json::object(); }
    bool restore(const nlohmann::json&) override { return true; }

private:
    Bytes aid_;
};

/// The protocols that an answer to reset names in its bytes TD1, TD2 … (ISO/IEC 7816-3, 8.2.3); T=0 when it names none.
std::vector<int> named_protocols(const Bytes& atr) {
    std::vector<int> named;
    if (atr.size() < 2) return {0};
    // What a contactless reader makes up (PC/SC part 3, 3.1.3.2.3.1) has T=0 in it for form's sake only.
    if (atr.size() >= 4 && atr[1] >> 4 == 0x8 && atr[2] == 0x80 && atr[3] == 0x01) return {1};
    std::size_t at = 2;
    for (int follows = atr[1] >> 4; (follows & 0x8) != 0;) {
        at += ((follows & 0x1) != 0) + ((follows & 0x2) != 0) + ((follows & 0x4) != 0);
        if (at >= atr.size()) break;
        named.push_back(atr[at] & 0x0F);
        follows = atr[at] >> 4;
        ++at;
    }
    return named.empty() ? std::vector<int>{0} : named;
}

std::optional<SimCommand> parse(ByteView apdu) {
    if (apdu.size() < 4) return std::nullopt;
    SimCommand command{apdu[0], apdu[1], apdu[2], apdu[3], {}, std::nullopt};
    if (apdu.size() == 4) return command;
    const std::size_t length = apdu[4];
    if (apdu.size() == 5) {
        command.expected = length == 0 ? 256 : length;
        return command;
    }
    if (length == 0 || apdu.size() < 5 + length || apdu.size() > 6 + length) return std::nullopt;
    command.data = apdu.subspan(5, length);
    if (apdu.size() == 6 + length) command.expected = apdu.back() == 0 ? 256 : apdu.back();
    return command;
}

Bytes with_status(Bytes data, std::uint16_t status) {
    append(data, big_endian(status, 2));
    return data;
}

std::uint16_t length_status(std::uint16_t base, std::size_t length) { return static_cast<std::uint16_t>(base | (length & 0xFF)); }

}  // namespace

Result<std::unique_ptr<SimCard>> SimCard::load(CardImage image, const MasterKeys& masters, Random& random, std::filesystem::path state_file) {
    auto card = std::unique_ptr<SimCard>(new SimCard(std::move(image), masters, random, std::move(state_file)));
    if (auto status = card->restore(); !status) return failure(status.error());
    return card;
}

SimCard::SimCard(CardImage image, const MasterKeys& masters, Random& random, std::filesystem::path state_file)
    : image_(std::move(image)), random_(random), state_file_(std::move(state_file)) {
    const Keep keep_all = [this] { return keep(); };
    for (const auto& purse : image_.purses) {
        auto applet = std::make_unique<SimPurse>(purse, masters, random_, keep_all, image_.faults.wrong_tac);
        if (!purse_) purse_ = applet.get();
        applets_.push_back(std::move(applet));
    }
    if (image_.social_security) applets_.push_back(std::make_unique<SimSocialSecurity>(*image_.social_security));
    if (image_.psam) applets_.push_back(std::make_unique<SimPsam>(*image_.psam, masters, keep_all));
    if (image_.badge) applets_.push_back(std::make_unique<SimBadge>(*image_.badge));
    for (const auto& aid : image_.other_aids) applets_.push_back(std::make_unique<SimOther>(aid));
    const auto named = named_protocols(image_.atr);
    offered_.t0 = std::find(named.begin(), named.end(), 0) != named.end();
    offered_.t1 = std::find(named.begin(), named.end(), 1) != named.end();
    reset();
}

SimCard::~SimCard() = default;

Status SimCard::restore() {
    if (state_file_.empty()) return {};
    const auto text = read_file(state_file_, state_bytes_max);
    if (!text) return text.error().code == "file.missing" ? Status{} : failure(text.error());
    const auto kept = parse_json(*text);
    if (!kept) return failure(Error::Kind::corrupt, "sim.state", kept.error().code);
    if (text_at(*kept, "image") != image_.digest) return {};
    const auto& list = list_at(*kept, "applications");
    if (list.size() != applets_.size()) return failure(Error::Kind::corrupt, "sim.state", "another number of applications");
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!applets_[i]->restore(list[i])) return failure(Error::Kind::corrupt, "sim.state", "an application's memory");
    }
    return {};
}

bool SimCard::keep() const {
    if (state_file_.empty()) return true;
    Json list = Json::array();
    for (const auto& applet : applets_) list.push_back(applet->kept());
    return write_file(state_file_, dump_json({{"image", image_.digest}, {"applications", list}})).has_value();
}

CardState SimCard::state() const {
    CardState state;
    if (purse_) state = {purse_->balance(), purse_->offline_number(), purse_->online_number(), purse_->pin_tries(), purse_->log().size(), 0, purse_->composite_records(), purse_->deposit()};
    for (const auto& applet : applets_) {
        if (const auto* psam = dynamic_cast<const SimPsam*>(applet.get())) state.terminal_sequence = psam->sequence();
    }
    return state;
}

void SimCard::reset(std::optional<Protocol> agreed) {
    spoken_ = agreed && offers(*agreed) ? agreed : std::nullopt;
    if (!spoken_ && offered_.t0 != offered_.t1) spoken_ = offered_.t0 ? Protocol::t0 : Protocol::t1;
    waiting_.clear();
    commands_ = 0;
    selected_ = nullptr;
    for (const auto& applet : applets_) applet->select();
    // A PSAM is its master file: there is nothing to select before.
    if (!image_.psam) return;
    const auto is_psam = [](const auto& applet) { return applet->has_name(as_bytes(master_name)); };
    selected_ = std::find_if(applets_.begin(), applets_.end(), is_psam)->get();
}

Bytes SimCard::transmit(ByteView apdu) {
    ++commands_;
    return spoil(answer_right(apdu));
}

Bytes SimCard::answer_right(ByteView apdu) {
    const auto command = parse(apdu);
    if (!command) return with_status({}, 0x6700);
    if (!spoken_ && !command->data.empty()) spoken_ = command->expected ? Protocol::t1 : Protocol::t0;
    if (command->name() == 0x00C0) return fetch(*command);
    waiting_.clear();
    if (const auto planned = image_.faults.statuses.find(command->name()); planned != image_.faults.statuses.end())
        return with_status({}, planned->second);
    return deliver(*command, run(*command));
}

SimAnswer SimCard::run(const SimCommand& command) {
    if (command.name() == 0xFFCA) return card_id();
    // There is nobody inside: the reader itself says that it knows no such command.
    if (image_.storage) return only_status(0x6A81);
    if (command.name() == 0x0084) {
        Bytes challenge(command.expected == 4 ? 4 : 8);
        random_.fill(challenge);
        if (selected_) selected_->challenged(challenge);
        return {challenge, 0x9000};
    }
    if (command.name() == 0x00A4) {
        if (auto answer = select(command)) return *std::move(answer);
    }
    if (selected_) return selected_->run(command);
    return only_status(command.name() == 0x00A4 ? 0x6A82 : 0x6985);
}

/// Nothing when the command names a file inside the selected application.
std::optional<SimAnswer> SimCard::select(const SimCommand& command) {
    const bool master = (command.p1 == 0x00 && command.data.size() == 2 && from_big_endian(command.data) == 0x3F00) ||
                        (command.p1 == 0x04 && names(command.data, as_bytes(master_name)));
    const auto wanted = std::find_if(applets_.begin(), applets_.end(), [&](const auto& applet) {
        return applet->has_name(master ? as_bytes(master_name) : command.p1 == 0x04 ? command.data : ByteView{});
    });
    if (wanted != applets_.end()) {
        auto answer = (*wanted)->select();
        if (answer.status == 0x9000) selected_ = wanted->get();
        return answer;
    }
    if (master) {
        selected_ = nullptr;
        return SimAnswer{make_tlv(0x6F, join({make_tlv(0x84, as_bytes(master_name)), make_tlv(0xA5, make_tlv(0x88, Bytes{0x01}))})), 0x9000};
    }
    // What is inside a PSAM it answers for itself.
    if (command.p1 == 0x04 && !image_.psam) return only_status(0x6A82);
    return std::nullopt;
}

/// Storage-card command of PC/SC part 3, which the virtual reader hands through: of a purse four bytes made of the serial.
SimAnswer SimCard::card_id() const {
    if (image_.storage) return {image_.storage->uid, 0x9000};
    if (!purse_) return only_status(0x6A81);
    return {Bytes(purse_->serial().end() - 4, purse_->serial().end()), 0x9000};
}

Bytes SimCard::fetch(const SimCommand& command) {
    if (waiting_.empty()) return with_status({}, 0x6F00);
    const std::size_t wanted = command.expected.value_or(256);
    if (wanted > waiting_.size() && wanted != 256) return with_status({}, length_status(0x6C00, waiting_.size()));
    const auto size = std::min(wanted, waiting_.size());
    Bytes part(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(size));
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(size));
    return with_status(std::move(part), waiting_.empty() ? 0x9000 : length_status(0x6100, waiting_.size()));
}

Bytes SimCard::deliver(const SimCommand& command, SimAnswer answer) {
    if (answer.data.empty() || !fetches_answers()) {
        if (command.expected && answer.data.size() > *command.expected) answer.data.resize(*command.expected);
        return with_status(std::move(answer.data), answer.status);
    }
    if (!command.data.empty()) {
        waiting_ = std::move(answer.data);
        return with_status({}, length_status(0x6100, waiting_.size()));
    }
    const std::size_t wanted = command.expected.value_or(256);
    const bool part_of_file = command.ins == 0xB0 && wanted < answer.data.size();
    if (wanted != answer.data.size() && !part_of_file) return with_status({}, length_status(0x6C00, answer.data.size()));
    answer.data.resize(wanted);
    return with_status(std::move(answer.data), answer.status);
}

/// What the image's fault makes of a right answer. The card has acted by now.
Bytes SimCard::spoil(Bytes answer) {
    if (commands_ < image_.faults.from_command) return answer;
    switch (image_.faults.answers) {
        case Faults::Answers::right: return answer;
        case Faults::Answers::silent: return {};
        case Faults::Answers::nonsense:
            answer.resize(2 + random_.below(40));
            random_.fill(answer);
            return answer;
        case Faults::Answers::overlong:
            answer.insert(answer.begin(), 600, 0x5A);
            return answer;
        case Faults::Answers::truncated:
            // Half of the data is lost, the status is not.
            answer.erase(answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>((answer.size() - 1) / 2));
            return answer;
        case Faults::Answers::one_byte: answer.resize(1); return answer;
    }
    return answer;
}

}  // namespace onecard::card
