// One reader of the PC/SC daemon.
#pragma once
#include <memory>
#include <string>

#include "cardreader/pcsc/line.hpp"
#include "cardreader/reader.hpp"

namespace onecard::card {

/// How a card is held while a Transport lives.
enum class Hold {
    transaction,  ///< shared, in one transaction: the resident's card
    exclusive,    ///< nobody else may even connect: the security module, whose session must not be disturbed
};

class PcscReader final : public Reader {
public:
    /// `answer_at_most`: what a card may take for one answer; later it counts as silent.
    PcscReader(std::string name, Hold hold, Millis answer_at_most);

    std::optional<Bytes> atr() override { return atr_; }
    /// A card that kept silent and still lies there: `card.silent`. Another program that holds it: `card.busy`.
    Result<std::unique_ptr<Transport>> connect() override;

    const std::string& name() const { return name_; }
    void set_atr(std::optional<Bytes> atr) { atr_ = std::move(atr); }

private:
    std::string name_;
    Hold hold_;
    Millis answer_at_most_;
    std::optional<Bytes> atr_;
    std::shared_ptr<Line> line_;
};

}  // namespace onecard::card
