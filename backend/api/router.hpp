// The table of what can be asked for, and by whom.
#pragma once
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/data/connection.hpp"
#include "backend/http/message.hpp"

namespace onecard::api {

/// Who may call. A kiosk comes through the kiosks' door with its certificate, people come through the console's. An
/// administrator may do what all others may. `case_worker`: everybody but technicians; which cases, the handlers decide by seat.
enum class Caller { anyone, kiosk, signed_in, staff, case_worker, supervisor, technician, administrator };

enum class Role { grid_officer, community, street, department, supervisor, staff, technician, administrator };
inline constexpr std::array all_roles{Role::grid_officer, Role::community, Role::street,     Role::department,
                                      Role::supervisor,   Role::staff,     Role::technician, Role::administrator};

/// Somebody looked at something of a resident: written down, durably, before the answer leaves.
struct Look {
    std::string card, case_number, reason;
    std::string user = {}, role = {};  ///< where it is not the caller's own look; empty: the caller
};

/// One request on its way through a handler.
struct Call {
    const http::Request& request;
    data::Connection& connection;  ///< in a unit of work, except with Work::alone
    std::string name;              ///< of the kiosk or person; empty for anyone
    Role role = Role::staff;       ///< of a person
    Timestamp now;
    std::vector<Look> looks{};     ///< filled by handlers of GET
};

using Handler = std::function<http::Answer(Call&)>;

/// On which connection a handler runs. `by_method`: GET reads one moment of the database, everything else writes in a unit
/// that is shared with others and durable before the answer leaves. `alone`: slow work, which begins its own units.
enum class Work { by_method, alone };

struct Route {
    http::Method method;
    std::string_view path;  ///< `{}` stands for one part
    Caller caller;
    Handler handler;
    Work work = Work::by_method;
};

class Router {
public:
    explicit Router(std::vector<Route> routes);

    /// The row for a request, whose `parts` it fills in; else, in `refusal`, the answer 404, 405 or 400.
    const Route* find(http::Request& request, http::Answer& refusal) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
    std::vector<std::vector<std::string>> patterns_;  // the parts of each row's path
};

/// The body as JSON. Errors: `http.content_type`, those of parse_json.
Result<nlohmann::json> json_body(const http::Request& request);

}  // namespace onecard::api
