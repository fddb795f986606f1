#include "kiosk/gallery/sample_visit.hpp"

#include <algorithm>
#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"

namespace onecard::gallery {
namespace {

Timestamp at(const std::string& iso) {
    Timestamp time;
    require(from_iso(iso, time), "an instant");
    return time;
}

std::vector<flow::BillView> sample_bills() {
    return {{"W-2026-10-0457", "water", {"清河自来水公司", "Qinghe Water"}, "0457-1201", "2026-10", "2026-12-05", Fen(8640), false, false},
            {"E-2026-10-0457", "electricity", {"清河供电所", "Qinghe Power"}, "0457-2201", "2026-10", "2026-11-15", Fen(12350), true, false},
            {"T-2026-11-0457", "telecom", {"清河电信", "Qinghe Telecom"}, "0457-4201", "2026-11", "2026-12-10", Fen(3900), false, false}};
}

std::vector<flow::CaseView> sample_cases() {
    flow::CaseView moving{"C-2026-000101", "K0001-20261028-0007", "MZ-0007", {"高龄津贴申领", "Old-age allowance"}, {"民政局", "Civil Affairs Bureau"},
                          "open", "2026-10-28T09:30:00+08:00", "2026-11-25T18:00:00+08:00", "", "", {}};
    moving.steps = {{{"受理", "Accept"}, {"街道政务服务中心", "Street service centre"}, "2026-10-28T16:00:00+08:00", 0},
                    {{"审核", "Check"}, {"区民政局养老服务科", "Civil Affairs Bureau, care for the elderly"}, "2026-11-23T18:00:00+08:00", 1},
                    {{"发放", "Pay out"}, {"区财政局", "Finance Bureau"}, "", 2}};
    flow::CaseView closed{"C-2026-000042", "", "CG-0001", {"路灯报修", "Street-lamp fault"}, {"城市管理局", "City Management Bureau"},
                          "closed", "2026-09-01T10:00:00+08:00", "2026-09-04T18:00:00+08:00", "2026-09-03T15:20:00+08:00", "路灯已更换，恢复照明。", {}};
    moving.responsible = {"区民政局", "Civil Affairs Bureau"};
    moving.goes_up_at = "2026-11-24T17:00:00+08:00";
    moving.goes_up_to = {"区政务服务管理局", "District Service Office"};
    moving.events = {{"accepted", "2026-10-28T09:30:00+08:00", {"街道政务服务中心", "Street service centre"}, {}},
                     {"transferred", "2026-10-29T10:00:00+08:00", {"区民政局", "Civil Affairs Bureau"}, {}}};
    flow::CaseView waiting{"", "K0001-20261122-0003", "SF-0001", {"法律援助申请", "Legal aid"}, {"司法局", "Justice Bureau"},
                           "waiting", "2026-11-22T09:12:00+08:00", "2026-12-01", "", "", {}};
    return {waiting, moving, closed};
}

std::string a_day_for(const flow::FormField& field) {
    if (field.earliest == "today") return "2027-01-05";
    return field.earliest > "1954-01-01" ? field.earliest : "1954-01-01";
}

std::string a_text_for(const flow::FormField& field) {
    constexpr std::string_view report = "梧桐社区东门边第三盏路灯不亮";
    auto points = code_points(report);
    if (points.size() < field.points_min) points.assign(field.points_min, U'9');
    points.resize(std::min(points.size(), field.points_max));
    return to_utf8(points);
}

void fill(const flow::FormField& field, flow::Draft& draft) {
    using enum flow::FormField::Kind;
    switch (field.kind) {
        case text: case long_text: draft.set(field.key, a_text_for(field)); break;
        case money: draft.set(field.key, to_yuan(Fen(field.min.value_or(100)))); break;
        case bank_account: draft.set(field.key, "6299 9900 0000 0000 004"); break;
        case address: draft.values[field.key] = {"990102001001003002", "2单元501"}; break;
        case slot: draft.set(field.key, field.calendar + ":2026-11-24T09:00:1"); break;
        case number: draft.set(field.key, std::to_string(field.min.value_or(1))); break;
        case choice: draft.set(field.key, field.options.front().value); break;
        case choices: draft.values[field.key] = {field.options.front().value}; break;
        case date: draft.set(field.key, a_day_for(field)); break;
        case phone: draft.set(field.key, "139 0000 0457"); break;
        case id_number: draft.set(field.key, "999999195401010025"); break;
        case consent: draft.set(field.key, "yes"); break;
        case signature: draft.set(field.key, "60,110 140,60 150,200;190,90 260,90;225,50 220,210 270,190"); break;
        case picture: case card_fact: break;
    }
}

}  // namespace

SampleHall::SampleHall(flow::Catalogue services, std::vector<flow::HelpTopic> topics, Regions places, std::string_view pinyin)
    : catalogue(std::move(services)), help(std::move(topics)), regions(std::move(places)), search(catalogue, std::string(pinyin)) {}

SampleVisit::SampleVisit(const SampleHall& hall) {
    model.catalogue = &hall.catalogue;
    model.search = &hall.search;
    model.regions = &hall.regions;
    model.help = hall.help;
    model.queue = {{"A", {"社保、医保", "Social and medical insurance"}, 4, "A011"}, {"B", {"民政、养老", "Civil affairs, the elderly"}, 0, {}}};
    for (const auto* day : {"2026-11-24", "2026-11-25"})
        for (const auto* time : {"09:00", "10:30", "14:00"})
            model.slots["legal_clinic"].push_back({std::string("legal_clinic:") + day + "T" + time + ":1", day, time,
                                                  {"法律诊所律师咨询", "Lawyer at the legal clinic"},
                                                  {"公共法律服务站一楼2号室", "Legal service station, ground floor, room 2"},
                                                  std::string(day) + "T" + time + ":00+08:00"});
    model.notices = {{"N-1", {"梧桐社区停水通知", "Water off in Wutong"},
                      {"11月25日 9:00 至 16:00 检修管道，请提前存水。", "25 November, 9:00 to 16:00: pipe repairs. Please store water."},
                      {"梧桐社区居委会", "Wutong community"}, "2026-11-20T08:00:00+08:00"},
                     {"N-2", {"老年人免费体检", "Free check-up for the elderly"},
                      {"65 岁以上居民可到社区卫生站体检。", "Residents over 65 may have a check-up at the health station."},
                      {"卫生健康委", "Health Commission"}, "2026-11-18T08:00:00+08:00"}};
    model.about_hall.emergency = {{"110", {"公安报警", "Police"}, {"有人伤人、偷盗、斗殴", "Violence, theft, a fight"}},
                                  {"119", {"火警", "Fire"}, {"着火、被困、溺水", "Fire, somebody trapped or drowning"}},
                                  {"120", {"急救", "Ambulance"}, {"晕倒、胸痛、受伤", "Fainting, chest pain, an injury"}}};
    auto& machine = model.machine;
    machine.hall = "梧桐社区便民服务大厅";
    machine.kiosk = "K-0001";
    machine.keeper_phone = "0000-8800001";
    machine.online = true;
    machine.now = at("2026-11-22T09:30:00+08:00");
    machine.last_sync = machine.now;
}

void SampleVisit::holder_arrives() {
    auto& visit = model.visit;
    visit.card_in = true;
    flow::HolderView holder;
    holder.name = "林桂兰·测试";
    holder.masked_name = "林****试";
    holder.card_number = "3100000000123457";
    holder.masked_card_number = "3100 **** **** 3457";
    holder.card_serial = "3100000000123457";
    holder.facts = {{"name", "林桂兰·测试"}, {"id_number", "999999195401010025"}, {"card_number", "3100000000123457"}, {"birth_date", "1954-01-01"}};
    holder.expires = "2036-01-01";
    holder.balance = Fen(28650);
    holder.elder = true;
    visit.holder = holder;
    visit.moves = {{"2026-11-02", "10:15", Fen(2500), false}, {"2026-10-20", "09:02", Fen(30000), true}};
}

void SampleVisit::pin_is_right() {
    auto& visit = model.visit;
    visit.pin_verified = true;
    visit.bills = sample_bills();
    visit.bills_as_of = model.machine.now;
    visit.months = {{"2026-06", Fen(18420)}, {"2026-07", Fen(23180)}, {"2026-08", Fen(26510)}, {"2026-09", Fen(19870)}, {"2026-10", Fen(20990)}, {"2026-11", Fen(24890)}};
    visit.cases = sample_cases();
    visit.cases_as_of = model.machine.now;
}

void SampleVisit::fill_form() {
    const auto* item = flow::open_item(model);
    require(item != nullptr, "an open item");
    for (const auto& field : item->form)
        if (field.required && flow::applies(field, model.visit.draft)) fill(field, model.visit.draft);
}

}  // namespace onecard::gallery
