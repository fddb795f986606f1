// The readers of this machine, through the PC/SC daemon (pcsc-lite). The only folder that includes winscard.h.
#pragma once
#include <map>
#include <memory>

#include "cardreader/reader.hpp"

namespace onecard::card {

struct PcscSettings {
    /// Role → a part of the reader's name. Reader names: `pcsc_scan`, or the log at start. The virtual reader's slots are
    /// "Virtual PCD 00 00" and "Virtual PCD 00 01".
    std::map<Slot, std::string> names;
    Millis answer_at_most{5'000};  ///< a card that takes longer for one answer counts as silent
};

/// wait() and reader() from one thread, cancel() from any. A daemon that is missing, restarts or forbids access is looked for again by
/// wait() itself, first after 0.1 s, later every 2 s. A reader is known from the first wait() on; its address stays the same while
/// it is plugged in. A cancel() that meets the very beginning of a wait can be lost, as the daemon has it: it is made good after a second while a
/// resident's card is in, else after half a minute.
class PcscRoom final : public ReaderRoom {
public:
    explicit PcscRoom(PcscSettings settings);
    ~PcscRoom() override;
    PcscRoom(const PcscRoom&) = delete;
    PcscRoom& operator=(const PcscRoom&) = delete;

    std::vector<SlotEvent> wait(Millis at_most) override;
    Reader* reader(Slot slot) override;
    void cancel() override;

    /// Why no reader is there: the last trouble with the daemon itself (`reader.service_gone`, `reader.forbidden`), or nothing.
    const std::optional<Error>& trouble() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace onecard::card
