#include "backend-client/wire/reports.hpp"

#include "backend-client/wire/reading.hpp"

namespace onecard::wire {
namespace {

constexpr std::int64_t told_by_max = 1'000'000;

Result<OpenReport> report_from(const Json& json) {
    Members in(json);
    OpenReport value;
    value.number = in.text("number", 64);
    value.item_code = in.text("item_code", 64);
    value.case_class = in.text("class", 64);
    value.place = in.text("place", 64);
    value.accepted_at = in.instant_text("accepted_at");
    value.told_by = static_cast<int>(in.number("told_by", 1, told_by_max));
    return in.done(std::move(value));
}

}  // namespace

Json to_json(const OpenReports& value) {
    auto list = Json::array();
    for (const auto& one : value.reports)
        list.push_back({{"number", one.number}, {"item_code", one.item_code}, {"class", one.case_class}, {"place", one.place},
                        {"accepted_at", one.accepted_at}, {"told_by", one.told_by}});
    return {{"as_of", instant_json(value.as_of)}, {"reports", std::move(list)}};
}

Result<OpenReports> open_reports_from(const Json& json) {
    Members in(json);
    OpenReports value;
    value.as_of = in.instant("as_of");
    value.reports = in.each<OpenReport>("reports", open_reports_max, report_from);
    return in.done(std::move(value));
}

}  // namespace onecard::wire
