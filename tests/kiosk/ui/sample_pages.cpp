#include "tests/kiosk/ui/sample_pages.hpp"

#include <memory>

namespace onecard::ui {
namespace {

Frame frame(bool zh, std::string title) {
    Frame frame;
    frame.title = std::move(title);
    frame.hall = zh ? "样例街道便民服务大厅" : "Sample Street Community Hall";
    frame.clock = "09:30";
    frame.online = true;
    frame.network = zh ? "已联网" : "Online";
    frame.card_in = true;
    frame.card = zh ? "市民卡已读" : "Card read";
    frame.can_go_back = frame.can_go_home = frame.can_end = true;
    return frame;
}

SamplePage welcome(bool zh) {
    return {"welcome", [zh](Kit& kit) {
        Frame f = frame(zh, zh ? "您好，请放卡开始" : "Welcome. Place your card to begin");
        f.can_go_back = f.can_go_home = f.can_end = f.card_in = false;
        kit.page(f);
        kit.picture("place", Icon::card);
        kit.text("place.text",
                 zh ? "请把市民一卡通平放在下方读卡区，听到提示音后再拿开。"
                    : "Lay your citizen card flat on the reader below. Keep it there until you hear a sound.",
                 TextStyle::large);
        kit.text("place.note",
                 zh ? "没带卡也可以查看办事指南、公告和紧急电话。" : "Without a card you can still read guides, notices and emergency numbers.",
                 TextStyle::muted);
        kit.button("guides", zh ? "不用卡，看办事指南" : "Guides without a card", Emphasis::normal, Icon::book);
    }};
}

SamplePage home(bool zh) {
    return {"home", [zh](Kit& kit) {
        kit.page(frame(zh, zh ? "林*兰，您好" : "Hello, Lin *lan"));
        kit.notice("due", Tone::caution, zh ? "有 2 张账单将在 5 天内到期，共 128.60元。" : "2 bills are due within 5 days: ¥128.60 in all.");
        const Tile tiles[] = {
            {"bills", Icon::bills, zh ? "水电气讯缴费" : "Pay bills", zh ? "2 张待缴" : "2 due"},
            {"services", Icon::request, zh ? "办事申请" : "Hand in a request", zh ? "147 项" : "147 items"},
            {"cases", Icon::cases, zh ? "我的办件" : "My cases", zh ? "1 件有新进展" : "1 has news"},
            {"purse", Icon::money, zh ? "电子钱包" : "Purse", zh ? "余额 286.50元" : "Balance ¥286.50"},
            {"elder", Icon::elder, zh ? "养老服务" : "Elderly care", {}},
            {"health", Icon::health, zh ? "医保社保" : "Health insurance", {}},
        };
        kit.tiles(tiles);
    }};
}

SamplePage bills(bool zh) {
    return {"bills", [zh](Kit& kit) {
        kit.page(frame(zh, zh ? "选择要缴的账单" : "Choose bills to pay"));
        const Row rows[] = {
            {"bill.1", Icon::water, zh ? "水费 十月" : "Water, October", zh ? "样例自来水公司 · 12 月 1 日前缴" : "Sample Water · due 1 Dec",
             zh ? "45.60元" : "¥45.60", Tone::info, true, true},
            {"bill.2", Icon::electricity, zh ? "电费 十月" : "Electricity, October", zh ? "样例供电所 · 已逾期 3 天" : "Sample Power · 3 days late",
             zh ? "83.00元" : "¥83.00", Tone::trouble, true, true},
            {"bill.3", Icon::gas, zh ? "燃气费 九月至十月" : "Gas, September to October", zh ? "样例燃气" : "Sample Gas",
             zh ? "1,204.75元" : "¥1,204.75", Tone::info, false, true},
            {"bill.4", Icon::telecom, zh ? "电话宽带" : "Telephone", zh ? "已缴清" : "paid", zh ? "0.00元" : "¥0.00", Tone::good, false, true,
             false},
        };
        kit.rows(rows);
        kit.fact("count", zh ? "已选" : "Chosen", zh ? "2 张" : "2 bills");
        kit.fact("balance", zh ? "钱包余额" : "Purse balance", zh ? "286.50元" : "¥286.50");
        kit.fact("total", zh ? "合计" : "Total", zh ? "128.60元" : "¥128.60", TextStyle::large);
        kit.button("pay", zh ? "去缴费" : "Pay", Emphasis::primary);
        kit.button("all", zh ? "全选" : "Choose all");
    }};
}

SamplePage form(bool zh) {
    struct Entered {
        std::string name, reason, sex = "f", born = "1954-01-01", id;
        std::vector<std::string> needs{"meal"};
    };
    auto entered = std::make_shared<Entered>();
    return {"form", [zh, entered](Kit& kit) {
        Frame f = frame(zh, zh ? "申请高龄补贴" : "Apply for the senior allowance");
        f.step = 2;
        f.steps = 4;
        kit.page(f);
        kit.text("lead", zh ? "请核对并补充下面的内容，带 * 的必须填写。" : "Please check and complete. Fields marked * are required.");
        kit.field(
            {"name", zh ? "申请人姓名" : "Name of the applicant", zh ? "与身份证一致" : "As on the identity card", {}, FieldKind::text, 25, true},
            entered->name);
        kit.field({"id", zh ? "身份证号码" : "Identity number", zh ? "18 位" : "18 characters",
                   entered->id.empty() ? std::string() : std::string(zh ? "号码位数不对，请检查。" : "The number is too short."),
                   FieldKind::id_number, 18, true},
                  entered->id);
        const Option sexes[] = {{"f", zh ? "女" : "Female", {}}, {"m", zh ? "男" : "Male", {}}};
        kit.choice("sex", zh ? "性别" : "Sex", sexes, entered->sex);
        kit.date("born", zh ? "出生日期" : "Date of birth", entered->born);
        const Option needs[] = {{"meal", zh ? "助餐" : "Meals", zh ? "每天送一餐" : "One meal a day"},
                                {"clean", zh ? "助洁" : "Cleaning", zh ? "每周两次" : "Twice a week"}};
        kit.choices("needs", zh ? "还需要哪些服务" : "What else is needed", needs, entered->needs);
        kit.field({"reason", zh ? "说明" : "Remarks", zh ? "可不填" : "Optional", {}, FieldKind::long_text, 500}, entered->reason);
        kit.button("next", zh ? "下一步" : "Next", Emphasis::primary);
        kit.button("save", zh ? "存草稿" : "Save draft");
    }};
}

SamplePage pin(bool zh) {
    auto typed = std::make_shared<SecretText>();
    return {"pin", [zh, typed](Kit& kit) {
        kit.page(frame(zh, zh ? "请输入卡密码" : "Enter your card PIN"));
        kit.text("tries", zh ? "还可以试 3 次。输入时请遮挡。" : "3 tries left. Shield the pad while you type.");
        kit.pin_pad(*typed, 6);
    }};
}

SamplePage progress(bool zh) {
    return {"case", [zh](Kit& kit) {
        kit.page(frame(zh, zh ? "高龄补贴申请" : "Senior allowance"));
        kit.fact("number", zh ? "办件编号" : "Case number", "2026-1122-00017");
        kit.fact("promised", zh ? "承诺办结" : "Promised by", zh ? "2026年12月6日" : "6 Dec 2026");
        kit.fact("holder", zh ? "现由谁办" : "Who holds it now", zh ? "样例区民政局 福利科 王*员" : "Sample District Civil Affairs, welfare desk");
        const Moment moments[] = {
            {zh ? "已提交" : "Handed in", zh ? "社区便民服务大厅" : "Community hall", zh ? "11月22日 09:30" : "22 Nov 09:30", Moment::State::done},
            {zh ? "社区初审" : "Community check", zh ? "材料齐全" : "Materials complete", zh ? "11月23日 10:12" : "23 Nov 10:12",
             Moment::State::done},
            {zh ? "街道复核" : "Street review", zh ? "剩余 2 个工作日" : "2 working days left", {}, Moment::State::current},
            {zh ? "区民政局批准" : "District approval", {}, {}, Moment::State::ahead},
        };
        kit.timeline("steps", moments);
        kit.button("urge", zh ? "催办" : "Urge", Emphasis::normal, Icon::megaphone);
    }};
}

SamplePage receipt(bool zh) {
    return {"receipt", [zh](Kit& kit) {
        kit.page(frame(zh, zh ? "缴费成功" : "Payment done"));
        kit.picture("done", Icon::check, Tone::good);
        kit.fact("paid", zh ? "已缴" : "Paid", zh ? "128.60元" : "¥128.60", TextStyle::amount);
        kit.fact("left", zh ? "钱包余额" : "Balance", zh ? "157.90元" : "¥157.90");
        kit.qr("slip", "https://example.invalid/slip/0193-sample-0001");
        kit.text("qr.note", zh ? "扫码可留存回执" : "Scan to keep the receipt", TextStyle::muted);
        kit.button("print", zh ? "打印回执" : "Print receipt", Emphasis::primary, Icon::printer);
        kit.button("another", zh ? "再办一件" : "Something else");
    }};
}

SamplePage trouble(bool zh) {
    return {"trouble", [zh](Kit& kit) {
        Frame f = frame(zh, zh ? "缴费没有完成" : "The payment was not completed");
        f.online = false;
        f.network = zh ? "网络中断，可继续办理" : "No network";
        kit.page(f);
        kit.picture("sign", Icon::warning, Tone::trouble);
        kit.notice("what", Tone::trouble,
                   zh ? "卡在扣款途中被拿开。还不能确定是否已经扣款。"
                      : "The card was taken away while paying. We do not know yet whether money was taken.");
        kit.notice("do", Tone::info,
                   zh ? "请把同一张卡放回读卡区，机器会查清并办完，不会重复扣款。"
                      : "Put the same card back. The machine will find out and finish. Nothing is taken twice.");
        kit.fact("code", zh ? "故障代码" : "Code", "payment.unresolved");
        kit.button("again", zh ? "卡已放回，继续" : "Card is back, go on", Emphasis::primary);
        kit.button("leave", zh ? "稍后处理" : "Later", Emphasis::quiet);
    }};
}

SamplePage waiting(bool zh) {
    return {"waiting", [zh](Kit& kit) {
        kit.page(frame(zh, zh ? "正在缴费" : "Paying"));
        kit.waiting("paying", zh ? "请不要拿开卡……" : "Please leave the card on the reader…");
    }};
}

SamplePage dialog(bool zh) {
    return {"dialog", [zh](Kit& kit) {
        home(zh).draw(kit);
        kit.begin_dialog("idle", zh ? "您还在吗？" : "Are you still there?");
        kit.text("idle.text", zh ? "30 秒后将结束本次办理，屏幕内容会被清除。" : "This visit ends in 30 seconds and the screen is cleared.");
        kit.button("more_time", zh ? "我还要用" : "More time", Emphasis::primary);
        kit.button("finish", zh ? "结束" : "Finish");
        kit.end_dialog();
    }};
}

}  // namespace

std::vector<SamplePage> sample_pages(bool chinese) {
    return {welcome(chinese),  home(chinese),    bills(chinese),   form(chinese),    pin(chinese),
            progress(chinese), receipt(chinese), trouble(chinese), waiting(chinese), dialog(chinese)};
}

}  // namespace onecard::ui
