// The only source of chance. The simulated world brings a seeded one.
#pragma once
#include <cstdint>
#include <random>
#include <span>

namespace onecard {

class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
    /// Evenly spread over 0 … limit-1; limit ≥ 1.
    std::uint64_t below(std::uint64_t limit);
};

/// From the operating system; fit for keys. Safe from any thread.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

/// The same numbers for the same seed; for tests and simulation only.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace onecard
