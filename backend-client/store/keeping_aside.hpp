// What happens to a file that can't be used any more. Private to store/.
#pragma once
#include "backend-client/store/connection.hpp"
#include "backend-client/store/store.hpp"

namespace onecard::store {

/// Renames the database and what belongs to it: `NAME.kept-20261122T093000`. Gives the new name. Error `store.unwritable`.
Result<std::filesystem::path> keep_aside(const std::filesystem::path& path, const Clock& clock);

/// Reads what can still be read of a kept file and puts into the fresh one what is not settled yet and proves whole by its
/// seal: submissions that wait or are parked, payments that are open or not yet acknowledged. The kept file is only read.
void take_over(const std::filesystem::path& kept, Connection& fresh, Store::KeptAside& report);

}  // namespace onecard::store
