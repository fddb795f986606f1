// The payment company's HTTPS interface: orders, answers and callbacks signed with a key that both hold.
#pragma once
#include <filesystem>
#include <memory>

#include "backend/money/gateway.hpp"

namespace onecard::gateway {

struct PaygateSettings {
    std::string name = "paygate";       ///< of its ledger account
    std::string address;                ///< `https://HOST:PORT`
    std::filesystem::path authority;    ///< PEM; whose certificates are believed
    std::filesystem::path key_file;     ///< first line: the shared key, at least 32 characters
};

/// How long after its making a signed message is taken.
inline constexpr std::chrono::minutes signature_life{10};

/// HMAC-SHA-256 over `timestamp LF nonce LF content`, in hexadecimal.
std::string signature_of(std::string_view key, std::string_view timestamp, std::string_view nonce, std::string_view content);

/// Errors `gateway.key` (no such file, or a key too short) .
Result<std::unique_ptr<money::Gateway>> open_paygate(const PaygateSettings& settings);

}  // namespace onecard::gateway
