// The service catalogue as its authors keep it (assets/services: one file a department, common parts by reference) and as kiosks get it.
#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "base/json.hpp"

namespace onecard::wire {

/// The files of a folder, read but not yet put together.
struct ServiceFiles {
    std::map<std::string, Json> departments;  ///< by file name
    Json shared = Json::object();             ///< shared.json; an empty object where there is none
};

/// Reads every `*.json` but schema.json. Errors: `catalogue.none` for a folder without departments, `catalogue.malformed` naming the file.
Result<ServiceFiles> read_service_files(const std::filesystem::path& folder);

/// The item with every reference replaced by what it stands for: `{"paper": W}` in materials, `{"step": W}` and a word for `holder` in steps,
/// `{"use": W}` and `{"kind": "class", "classes": W}` in the form, a word for `collect`. Members that the item gives itself stand above shared ones. Lists keep their order and
/// length. Error `catalogue.reference`; the detail names what is not shared.
Result<Json> with_shared_parts(Json item, const Json& shared);

/// Replaces each field of kind `group` by a choice of how many there are (KEY; its member `none` is what is offered for nobody) and the group's fields once for each (KEY_NUMBER_FIELD), shown
/// only when there are so many; and each field of kind `class` by a choice of its groups (KEY) and one of the classes of each (KEY_GROUP), with
/// the member `classes` of the item: `{"key", "step", "list": [{"value", "group", "label", "department", limit}]}`. What reads forms then needs to
/// know nothing of groups and classes.
void unfold_groups(Json& item);

/// What kiosks get, without its version: departments and items in the order of the files, complete. Errors as above; the detail of a wrong
/// reference names file and item.
struct Services {
    Json departments = Json::array(), items = Json::array();
};
Result<Services> read_services(const std::filesystem::path& folder);

}  // namespace onecard::wire
