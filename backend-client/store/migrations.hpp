// The numbered SQL files of migrations/, embedded when the program is built. Private to store/.
#pragma once
#include <span>
#include <string_view>

#include "backend-client/store/connection.hpp"

namespace onecard::store {

struct Migration {
    int number = 0;
    const char* sql = nullptr;
};

/// In order, beginning with 1. Defined in a file that CMake writes.
std::span<const Migration> migrations();

/// Brings the file up to the newest migration, one commit each. Error `store.newer`: the file was made by a newer program.
Status migrate(Connection& connection);

}  // namespace onecard::store
