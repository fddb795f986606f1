// Orders for the software card over a local socket, one line each, answered by one line: `ok`, `error SENTENCE` or, for `state`, JSON.
//   insert NAME_OR_PATH · remove · tear after N · tear before N · state · quit
#pragma once
#include <filesystem>
#include <functional>

#include "cardreader/sim/card_table.hpp"

namespace onecard::card {

/// Carries out one order. Sets `ends` for `quit`.
std::string obey(CardTable& table, std::string_view order, bool& ends);

/// Listens until `quit` or until SIGINT or SIGTERM comes; those signals must be blocked in all threads before. An empty path only
/// waits for the signals. `ready` is called once orders are taken. Error `sim.control` when the socket can't be made.
Status run_control(CardTable& table, const std::filesystem::path& socket_file, const std::function<void()>& ready);

}  // namespace onecard::card
