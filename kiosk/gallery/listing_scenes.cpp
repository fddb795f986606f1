#include "kiosk/gallery/listing_scenes.hpp"

#include <chrono>

namespace onecard::gallery {
namespace {

using flow::ListingView;
using flow::ScreenId;

ListingView listing(std::string id, std::string kind, flow::Text title) {
    ListingView one;
    one.id = std::move(id);
    one.kind = std::move(kind);
    one.title = std::move(title);
    one.body = {"老人等车要站二十分钟，站台有地方，请加座椅和雨棚。", "Old people stand twenty minutes there. There is room for seats and a roof."};
    one.publisher = {"梧桐社区的一位居民", "A resident of Wutong"};
    one.published_at = "2026-11-16T09:00:00+08:00";
    return one;
}

void all(SampleVisit& sample) {
    auto& lists = sample.model.listings;
    auto vacancy = listing("V-1", "vacancy", {"社区食堂帮厨", "Kitchen help, community canteen"});
    vacancy.item_code = "RS-0019";
    vacancy.facts = {{{"月薪", "Pay"}, {"2800–3200元", "¥2,800–3,200 a month"}}, {{"地点", "Place"}, {"梧桐路12号", "12 Wutong Road"}}};
    auto suggestion = listing("S-1", "suggestion", {"东门公交站加两把座椅", "Two seats at the East Gate bus stop"});
    suggestion.mark = "second", suggestion.marks = 23, suggestion.due_at = "2026-12-01T17:00:00+08:00";
    auto answered = listing("S-2", "suggestion", {"梧桐路中段路灯太暗", "Lamps too dim in Wutong Road"});
    answered.mark = "second", answered.marks = 57, answered.answered_at = "2026-11-05T16:00:00+08:00";
    answered.answer = {"已换成LED灯十六盏，十一月五日完工。", "Sixteen LED lamps were fitted by 5 November."};
    auto document = listing("D-1", "document", {"梧桐社区第一季度收支公开", "Wutong Community: accounts of the first quarter"});
    document.published_at = "2026-05-06T09:00:00+08:00", document.fresh_days = 90, document.version = 2, document.item_code = "MZ-0020";
    auto survey = listing("Q-1", "survey", {"菜市场改造征求意见", "Rebuilding the market: your opinion"});
    survey.mark = "answer", survey.marks = 15, survey.told = true, survey.due_at = "2026-12-12T17:00:00+08:00";
    survey.questions = {{"agree", {"您同意改造吗？", "Do you agree?"}, {{"yes", {"同意", "Yes"}, 12}, {"later", {"晚点再改", "Later"}, 0}, {"no", {"不同意", "No"}, 3}}},
                        {"worry", {"您最担心什么？", "What worries you most?"}, {{"food", {"买菜不便", "Shopping"}, 11}, {"none", {"不担心", "Nothing"}, 4}}}};
    auto notice = listing("P-1", "public_notice", {"林**：最低生活保障申请", "林**: Minimum living allowance"});
    notice.item_code = "MZ-0022", notice.due_at = "2026-11-27T17:00:00+08:00";
    notice.facts = {{{"谁申请的", "Applicant"}, {"林**", "林**"}}};
    auto activity = listing("A-1", "activity", {"独居老人送餐", "Meals for people living alone"});
    activity.mark = "sign_up", activity.marks = 8, activity.places = 20;
    lists = {vacancy, suggestion, answered, document, survey, notice, activity};
}

void open(SampleVisit& sample, const std::string& id) {
    all(sample);
    sample.model.visit.open_listing = id;
}

void marking(SampleVisit& sample, const std::string& id) {
    open(sample, id);
    sample.holder_arrives();
    sample.pin_is_right();
}

void registers(SampleVisit& sample, const std::string& which) {
    sample.holder_arrives();
    sample.pin_is_right();
    auto& visit = sample.model.visit;
    flow::RegisterView social;
    social.kind = "social_insurance", social.title = {"社会保险", "Social insurance"};
    social.keeper = {"区社会保险事业管理中心", "District social insurance centre"}, social.as_of = "2026-11-15T00:00:00+08:00", social.certificate = true;
    social.facts = {{{"参保状态", "Standing"}, {"正常参保", "Insured"}}, {{"累计缴费", "Paid in all"}, {"131个月", "131 months"}}};
    social.heads = {{"月份", "Month"}, {"个人缴", "You"}, {"单位缴", "Employer"}};
    social.rows = {{"2026-10", "436.00", "872.00"}, {"2026-09", "436.00", "872.00"}, {"2026-08", "412.00", "824.00"}};
    social.chart = {"每月个人缴费（元）", "Paid by you each month (¥)"};
    social.bars = {{"26/08", "412", 94}, {"26/09", "436", 100}, {"26/10", "436", 100}};
    auto pension = social;
    pension.kind = "pension", pension.title = {"养老金", "Pension"}, pension.tone = "trouble", pension.item_code = "RS-0022", pension.bars.clear();
    pension.word = {"资格认证已经过期，养老金暂停发放。今天在这里刷卡认证，停发的会补给您。",
                    "The yearly life proof has run out, so payment is on hold. Prove it here with your card today."};
    visit.registers = {social, pension};
    visit.registers_as_of = sample.model.machine.now;
    visit.open_register = which;
}

void certified(SampleVisit& sample) {
    registers(sample, "social_insurance");
    auto& receipt = sample.model.visit.receipt.emplace();
    receipt.kind = flow::Receipt::Kind::certificate;
    receipt.number = "K0001-20261122-0009";
    receipt.slip = "printed";
}

}  // namespace

std::vector<Scene> listing_scenes() {
    return {
        {"listings", ScreenId::listings, all},
        {"listings_offline", ScreenId::listings, [](auto& s) { all(s), s.model.machine.online = false, s.model.machine.notices_as_of = s.model.machine.now - std::chrono::hours(5); }},
        {"listings_vacancies", ScreenId::listings, [](auto& s) { all(s), s.model.visit.listing_kind = "vacancy"; }},
        {"listings_suggestions", ScreenId::listings, [](auto& s) { all(s), s.model.visit.listing_kind = "suggestion"; }},
        {"listings_none", ScreenId::listings, [](auto& s) { s.model.visit.listing_kind = "course"; }},
        {"listing_vacancy", ScreenId::listings, [](auto& s) { open(s, "V-1"); }},
        {"listing_suggestion", ScreenId::listings, [](auto& s) { open(s, "S-1"); }},
        {"listing_late", ScreenId::listings, [](auto& s) { open(s, "S-1"), s.model.listings[1].due_at = "2026-11-18T17:00:00+08:00"; }},
        {"listing_activity", ScreenId::listings, [](auto& s) { open(s, "A-1"); }},
        {"listing_answered", ScreenId::listings, [](auto& s) { open(s, "S-2"); }},
        {"listing_stale", ScreenId::listings, [](auto& s) { open(s, "D-1"); }},
        {"listing_survey", ScreenId::listings, [](auto& s) { open(s, "Q-1"); }},
        {"listing_notice", ScreenId::listings, [](auto& s) { open(s, "P-1"); }},
        {"listing_gone", ScreenId::listings, [](auto& s) { open(s, "X-1"); }},
        {"mark_second", ScreenId::mark, [](auto& s) { marking(s, "S-1"); }},
        {"mark_seconded", ScreenId::mark, [](auto& s) { marking(s, "S-1"), s.model.visit.own_marks = {{"S-1", "second", "waiting", {}}}; }},
        {"mark_answer", ScreenId::mark, [](auto& s) { marking(s, "Q-1"), s.model.visit.show_troubles = true; }},
        {"mark_sign_in", ScreenId::mark, [](auto& s) { marking(s, "A-1"), s.model.visit.own_marks = {{"A-1", "sign_up", "counted", {}}}; }},
        {"mark_refused", ScreenId::mark, [](auto& s) { marking(s, "A-1"), s.model.visit.own_marks = {{"A-1", "sign_up", "refused", "mark.full"}}; }},
        {"mark_failed", ScreenId::mark, [](auto& s) { marking(s, "S-1"), s.model.visit.fault = "store.disk_full"; }},
        {"mark_gone", ScreenId::mark, [](auto& s) { marking(s, "X-1"); }},
        {"registers", ScreenId::registers, [](auto& s) { registers(s, ""); }},
        {"register_social", ScreenId::registers, [](auto& s) { registers(s, "social_insurance"); }},
        {"register_pension", ScreenId::registers, [](auto& s) { registers(s, "pension"); }},
        {"register_certified", ScreenId::registers, certified},
        {"register_failed", ScreenId::registers, [](auto& s) { registers(s, "pension"), s.model.visit.fault = "store.disk_full"; }},
        {"register_no_paper", ScreenId::registers, [](auto& s) { certified(s), s.model.visit.receipt->slip = "failed", s.model.visit.receipt->slip_code = "printer.paper_out", s.model.visit.receipt->qr = "K0001-20261122-0009"; }},
        {"registers_old", ScreenId::registers, [](auto& s) { registers(s, ""), s.model.machine.online = false, s.model.machine.now += std::chrono::hours(20); }},
        {"registers_waiting", ScreenId::registers, [](auto& s) { s.holder_arrives(), s.pin_is_right(); }},
        {"registers_unknown", ScreenId::registers, [](auto& s) { s.holder_arrives(), s.pin_is_right(), s.model.machine.online = false; }},
    };
}

}  // namespace onecard::gallery
