// What somebody is about to tell of, beside what others told of already (数字城管): the same thing need not become a case twice.
#pragma once
#include "kiosk/flow/model.hpp"

namespace onecard::flow {

inline constexpr std::size_t alike_max = 3;

/// Open reports of the class that the open form says in its grid or one just across the community's border: those of its very building first, then
/// those of its grid, each the newest first; at most alike_max. Empty for items without classes and while class or place are not chosen.
std::vector<const ReportView*> alike(const Model& model);

/// By the number of its case; nullptr when nothing open has it.
const ReportView* report_of(const Model& model, const std::string& number);

/// The item's name with the class that the report is of.
Text title_of(const Item& item, const ReportView& report);

}  // namespace onecard::flow
