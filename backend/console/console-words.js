// Every word of the console in both languages. A key that one language lacks is shown as itself, which a test looks for.

const words = {
  zh: {
    "title": "市民一卡通 · 管理台", "district": "清河区·测试", "other-language": "English", "name": "用户名", "password": "密码", "sign-in": "登录", "sign-out": "退出",
    "sign-in.lead": "供大厅工作人员和运维人员使用",
    "role.grid_officer": "网格员", "role.community": "社区", "role.street": "街道", "role.department": "部门", "role.supervisor": "监督员",
    "role.staff": "工作人员", "role.technician": "运维人员", "role.administrator": "管理员",
    "view.summary": "概览", "view.kiosks": "终端", "view.cases": "办件", "view.payments": "缴费", "view.ledger": "账目", "cancel": "取消", "confirm": "确定",
    "refresh": "刷新", "search": "查询", "none": "没有记录",
    "figure.kiosks": "终端", "figure.cases_open": "在办办件", "figure.cases_closed": "已办结", "figure.bills_open": "待缴账单", "figure.bills_paid": "已缴账单",
    "figure.payments": "缴费笔数", "figure.payments_total": "缴费总额", "figure.payments_held": "待处理缴费", "figure.alarms": "报警",
    "figure.submissions": "收到提交", "figure.refused": "拒收提交", "figure.cards": "市民卡", "figure.residents": "居民",
    "state.in_service": "服务中", "state.out_of_service": "暂停服务", "state.silent": "失联", "state.never": "从未联系", "state.revoked": "已停用",
    "kiosk.reader": "读卡器", "kiosk.psam": "PSAM 卡", "kiosk.printer": "打印机", "kiosk.queue": "待上传", "kiosk.parked": "需人工处理", "kiosk.disk": "剩余空间",
    "kiosk.version": "软件版本", "kiosk.seen": "上次联系", "kiosk.sync": "上次同步", "kiosk.clock": "时钟偏差",
    "device.ready": "正常", "device.missing": "未连接", "device.fault": "故障", "device.paper_out": "缺纸", "device.paper_low": "纸将尽", "device.none": "未安装",
    "device.spool": "存为文件",
    "order.out_of_service": "暂停服务", "order.back_in_service": "恢复服务", "order.restart": "重新启动", "order.ask.out_of_service": "居民办完手上的事以后，这台终端停止服务。",
    "order.ask.back_in_service": "这台终端恢复服务。", "order.ask.restart": "居民办完手上的事以后，这台终端重新启动，约需一分钟。", "order.waiting": "待执行：{order}",
    "order.given": "指令已下达",
    "case.state.open": "办理中", "case.state.supplement": "待补件", "case.state.closed": "已办结", "case.state.withdrawn": "已撤回", "case.all": "全部",
    "case.find": "事项、办件号、回执号或市民卡号", "case.late": "已超期", "case.step-late": "本环节超时", "case.promised": "承诺时限", "case.accepted": "受理",
    "case.statutory": "法定时限", "case.receipt": "回执", "case.card": "市民卡", "case.kiosk": "受理点", "case.advance": "推进一步",
    "case.advance.ask": "“{step}”办完了吗？", "case.advance.next": "下一环节：{step}", "case.advance.last": "这是最后一个环节，推进后办件办结。",
    "case.note": "说明（办结时作为办理结果告诉居民）", "case.moved": "办件已推进", "case.history": "经过", "case.answers": "申请内容", "case.limit": "限 {time}",
    "case.done": "{time} 完成", "case.details": "详情",
    "case.state.suspended": "已中止计时", "case.reason.details": "查看办件详情",
    "view.board": "评价榜", "board.as-of": "截至 {time}，由办件事件重新计算", "board.none": "还没有统计", "board.district": "全区", "board.departments": "各部门",
    "board.communities": "各社区",
    "case.box.work": "我经办", "case.box.answer": "我督办", "case.box.below": "下级在办", "case.box.all": "全部", "case.all-open": "在办", "case.count": "{n} 件",
    "case.clock.step": "本环节", "case.clock.whole": "整件", "case.clock.stopped": "停表", "case.days": "{n} 天", "case.hours": "{n} 小时", "case.left": "还剩 {many}",
    "case.over": "已超 {many}", "case.urged": "{time} 催办", "case.served": "差评核实", "case.held-by": "现在负责", "case.worked-at": "承办岗位", "case.officer": "经办人",
    "case.goes-up": "到时升级到{post}", "case.question": "请居民补充", "case.reason": "理由（必填，写入经过；补正和办结时居民会看到）", "case.to.post": "转到", "case.to.person": "指派给",
    "case.to.decision": "结论", "case.decision.granted": "同意", "case.decision.declined": "不同意", "case.back": "返回列表", "case.look.why": "这个办件不在您手上。查看会留下记录。",
    "case.look.reason": "查看理由", "case.by.resident": "居民", "case.by.rule": "系统规则",
    "verb.advance": "推进一步", "verb.decide": "办结", "verb.ask_supplement": "要求补正", "verb.answer": "代收补正", "verb.transfer": "转办", "verb.give_back": "退回上一环节",
    "verb.suspend": "中止", "verb.resume": "恢复", "verb.assign": "指派", "verb.supervise": "督办",
    "verb.ask.advance": "这个环节办完了吗？最后一个环节推进后办件办结。", "verb.ask.decide": "现在办结，并把结论告诉居民。", "verb.ask.ask_supplement": "两个时限停下，等居民补充；只能要求一次，请一次说清。",
    "verb.ask.answer": "居民已把材料交到窗口。", "verb.ask.transfer": "时限不停。", "verb.ask.give_back": "上一环节重新办。", "verb.ask.suspend": "两个时限停下，到期自动恢复。",
    "verb.ask.resume": "两个时限接着走。", "verb.ask.assign": "交给本岗位的一个人。", "verb.ask.supervise": "督办意见写入经过，居民能看到已督办。",
    "error.case.not_yours": "这个办件不归您办。", "error.case.own_rating": "您办过被评价的办件，不能经手核实。", "error.case.note_missing": "请写理由。",
    "error.case.state": "办件的状态已经变了，请刷新。", "error.case.too_often": "次数已用完。", "error.case.same_post": "已经在这个岗位。", "error.case.first_step": "已经是第一个环节。",
    "error.look.reason_missing": "请写查看理由。",
    "event.accepted": "受理", "event.step_done": "环节完成", "event.closed": "办结", "event.supplement_asked": "要求补正", "event.supplemented": "已补正",
    "event.transferred": "转办", "event.given_back": "退回上一环节", "event.suspended": "中止", "event.resumed": "恢复办理", "event.assigned": "指派",
    "event.supervised": "督办", "event.urged": "居民催办", "event.escalated": "升级", "event.withdrawn": "居民撤回", "event.reopened": "居民要求重办",
    "event.rated": "居民评价", "event.followed_up": "差评另立案核实", "event.yellow_card": "黄牌", "event.red_card": "红牌", "event.handed_over": "交接",
    "event.officer_left": "经办人离岗", "event.calendar_changed": "工作日历调整", "event.ended_unanswered": "补正期满终止",
    "payment.number": "流水号", "payment.receipt": "回执", "payment.card": "市民卡", "payment.kiosk": "终端", "payment.time": "缴费时间", "payment.amount": "金额",
    "payment.state": "状态", "payment.lines": "账单", "payment.count": "共 {count} 笔，{total}", "payment.shown": "只列出最近 {count} 笔",
    "payment.booked": "已入账", "payment.returned": "已退回补登", "payment.held": "待处理",
    "alarm.payment.tac_wrong": "卡片凭证不符", "alarm.payment.no_tac": "没有卡片凭证", "alarm.payment.terminal_unknown": "终端号未登记",
    "ledger.account": "科目", "ledger.balance": "余额", "ledger.sum": "合计", "ledger.even": "借贷平衡", "ledger.uneven": "借贷不平，请立即核查",
    "account.purse_clearing": "电子钱包清算（有凭证）", "account.purse_unproven": "电子钱包清算（无凭证）", "account.held": "待处理款", "account.posted_credit": "应退居民（补登）",
    "account.biller": "应付 {name}", "now": "刚刚", "minutes": "{n} 分钟前", "hours": "{n} 小时前", "days": "{n} 天前", "records": "{n} 条",
    "error.session.wrong": "用户名或密码不对。", "error.session.wait": "试错次数太多，请 {seconds} 秒后再试。", "error.offline": "连不上后台，请检查网络。",
    "error.session.none": "登录已到期，请重新登录。", "error.case.closed": "这个办件已经办结。", "error.other": "没有办成（{code}）。"
  },
  en: {
    "title": "One-card · Console", "district": "Qinghe test district", "other-language": "中文", "name": "Name", "password": "Password",
    "sign-in": "Sign in", "sign-out": "Sign out",
    "sign-in.lead": "For hall staff and technicians",
    "role.grid_officer": "Grid officer", "role.community": "Community", "role.street": "Street", "role.department": "Department",
    "role.supervisor": "Supervisor",
    "role.staff": "Staff", "role.technician": "Technician", "role.administrator": "Administrator",
    "view.summary": "Overview", "view.kiosks": "Kiosks", "view.cases": "Cases", "view.payments": "Payments", "view.ledger": "Ledger",
    "cancel": "Cancel", "confirm": "Confirm", "refresh": "Refresh", "search": "Search", "none": "Nothing here",
    "figure.kiosks": "Kiosks", "figure.cases_open": "Open cases", "figure.cases_closed": "Closed cases", "figure.bills_open": "Open bills",
    "figure.bills_paid": "Paid bills", "figure.payments": "Payments", "figure.payments_total": "Paid in all",
    "figure.payments_held": "Payments held", "figure.alarms": "Alarms", "figure.submissions": "Handed in", "figure.refused": "Refused",
    "figure.cards": "Cards", "figure.residents": "Residents",
    "state.in_service": "In service", "state.out_of_service": "Out of service", "state.silent": "Silent", "state.never": "Never seen",
    "state.revoked": "Revoked",
    "kiosk.reader": "Reader", "kiosk.psam": "PSAM", "kiosk.printer": "Printer", "kiosk.queue": "To send", "kiosk.parked": "Needs a person",
    "kiosk.disk": "Disk free", "kiosk.version": "Version", "kiosk.seen": "Last seen", "kiosk.sync": "Last sync", "kiosk.clock": "Clock off by",
    "device.ready": "Ready", "device.missing": "Missing", "device.fault": "Fault", "device.paper_out": "Out of paper",
    "device.paper_low": "Paper low", "device.none": "None", "device.spool": "To files",
    "order.out_of_service": "Take out of service", "order.back_in_service": "Back in service", "order.restart": "Restart",
    "order.ask.out_of_service": "When the present visit ends, this kiosk stops serving.", "order.ask.back_in_service": "This kiosk serves again.",
    "order.ask.restart": "When the present visit ends, this kiosk restarts; that takes about a minute.", "order.waiting": "Waiting: {order}",
    "order.given": "Order given",
    "case.state.open": "Open", "case.state.supplement": "To be completed", "case.state.closed": "Closed", "case.state.withdrawn": "Withdrawn",
    "case.all": "All", "case.find": "Item, case, receipt or card", "case.late": "Late", "case.step-late": "Step late", "case.promised": "Promised for",
    "case.accepted": "Accepted", "case.statutory": "Lawful limit", "case.receipt": "Receipt", "case.card": "Card", "case.kiosk": "Taken at",
    "case.advance": "Move a step on", "case.advance.ask": "Is “{step}” done?", "case.advance.next": "Next step: {step}",
    "case.advance.last": "This is the last step; the case will be closed.", "case.note": "Note (when closing, the result that the resident reads)",
    "case.moved": "Case moved on", "case.history": "History", "case.answers": "What was filled in", "case.limit": "by {time}",
    "case.done": "done {time}", "case.details": "Details",
    "case.state.suspended": "Clocks stopped", "case.reason.details": "Details of the case",
    "view.board": "Figures", "board.as-of": "As of {time}, reckoned from the events of cases", "board.none": "Not reckoned yet", "board.district": "District",
    "board.departments": "Departments", "board.communities": "Communities",
    "case.box.work": "To do", "case.box.answer": "To answer for", "case.box.below": "Below us", "case.box.all": "All", "case.all-open": "Open", "case.count": "{n} cases",
    "case.clock.step": "Step", "case.clock.whole": "Whole", "case.clock.stopped": "stopped", "case.days": "{n} d", "case.hours": "{n} h", "case.left": "{many} left",
    "case.over": "{many} over", "case.urged": "Urged {time}", "case.served": "Follows a rating", "case.held-by": "Answers for it", "case.worked-at": "Works on it",
    "case.officer": "Officer", "case.goes-up": "Then goes up to {post}", "case.question": "Asked of the resident",
    "case.reason": "Reason (needed; kept in the history, and read by the resident where they are asked or answered)", "case.to.post": "To", "case.to.person": "To",
    "case.to.decision": "Decision", "case.decision.granted": "Granted", "case.decision.declined": "Declined", "case.back": "Back to the list",
    "case.look.why": "You do not work on this case. That you looked is written down.", "case.look.reason": "Why you look", "case.by.resident": "resident",
    "case.by.rule": "by rule",
    "verb.advance": "Move a step on", "verb.decide": "Decide", "verb.ask_supplement": "Ask for more", "verb.answer": "Supplement came", "verb.transfer": "Transfer",
    "verb.give_back": "Give back a step", "verb.suspend": "Suspend", "verb.resume": "Resume", "verb.assign": "Assign", "verb.supervise": "Supervise",
    "verb.ask.advance": "Is this step done? After the last one the case is closed.", "verb.ask.decide": "Closes the case now and tells the resident.",
    "verb.ask.ask_supplement": "Both clocks stop until the resident answers; it can be asked once only.", "verb.ask.answer": "The resident brought it to the desk.",
    "verb.ask.transfer": "The clocks go on.", "verb.ask.give_back": "The step before is done again.", "verb.ask.suspend": "Both clocks stop; it resumes by itself at the end.",
    "verb.ask.resume": "Both clocks go on.", "verb.ask.assign": "To one person of this post.", "verb.ask.supervise": "Kept in the history; the resident sees that it is supervised.",
    "error.case.not_yours": "This case is not yours to work on.", "error.case.own_rating": "You served the rated case and can have no hand in this one.",
    "error.case.note_missing": "Please give a reason.", "error.case.state": "The case has changed; please reload.", "error.case.too_often": "As often as it can be.",
    "error.case.same_post": "It is there already.", "error.case.first_step": "It is at the first step.", "error.look.reason_missing": "Please say why you look.",
    "event.accepted": "Accepted", "event.step_done": "Step done", "event.closed": "Closed", "event.supplement_asked": "Supplement asked for",
    "event.supplemented": "Supplement came", "event.transferred": "Transferred", "event.given_back": "Given back", "event.suspended": "Suspended",
    "event.resumed": "Resumed", "event.assigned": "Assigned", "event.supervised": "Supervised", "event.urged": "Urged by the resident",
    "event.escalated": "Went up", "event.withdrawn": "Withdrawn by the resident", "event.reopened": "Reopened by the resident",
    "event.rated": "Rated by the resident", "event.followed_up": "Bad rating followed up", "event.yellow_card": "Yellow card",
    "event.red_card": "Red card", "event.handed_over": "Handed over", "event.officer_left": "Officer left",
    "event.calendar_changed": "Calendar changed", "event.ended_unanswered": "Ended: no answer came",
    "payment.number": "Number", "payment.receipt": "Receipt", "payment.card": "Card", "payment.kiosk": "Kiosk", "payment.time": "Paid at",
    "payment.amount": "Amount", "payment.state": "State", "payment.lines": "Bills", "payment.count": "{count} payments, {total}",
    "payment.shown": "The latest {count} are listed", "payment.booked": "Booked", "payment.returned": "Returned", "payment.held": "Held",
    "alarm.payment.tac_wrong": "Card's proof is wrong", "alarm.payment.no_tac": "No proof from the card",
    "alarm.payment.terminal_unknown": "Terminal not registered",
    "ledger.account": "Account", "ledger.balance": "Balance", "ledger.sum": "Sum", "ledger.even": "In balance",
    "ledger.uneven": "Out of balance: look at once",
    "account.purse_clearing": "Purse clearing (proven)", "account.purse_unproven": "Purse clearing (unproven)", "account.held": "Held for a person",
    "account.posted_credit": "Owed to residents (posted credit)", "account.biller": "Owed to {name}", "now": "just now", "minutes": "{n} min ago",
    "hours": "{n} h ago", "days": "{n} d ago", "records": "{n}",
    "error.session.wrong": "Name or password is wrong.", "error.session.wait": "Too many tries. Try again in {seconds} seconds.",
    "error.offline": "The backend cannot be reached.", "error.session.none": "The session is over. Please sign in again.",
    "error.case.closed": "This case is closed already.", "error.other": "It did not work ({code})."
  }
};

let language = localStorage.getItem("language") === "en" ? "en" : "zh";

export function currentLanguage() { return language; }

export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
}

/** The words for a key, with `{name}` places filled in. */
export function say(key, places = {}) {
  const text = words[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
}

/** True when there are words for the key. */
export function known(key) { return key in words[language]; }

/** One of the two texts that the backend sends. */
export function localised(text) { return (language === "en" && text.en) || text.zh || ""; }

document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
