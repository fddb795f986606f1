// The views: each asks the backend and gives the elements to show.
import { say, known, localised } from "./console-words.js";
import { ask, ago, bytes, confirmation, el, empty, fact, pill, tell, time, yuan } from "./console-parts.js";

const figures = [
  ["kiosks"], ["cases_open"], ["cases_closed"], ["bills_open"], ["bills_paid"], ["payments"], ["payments_total", yuan],
  ["payments_held", null, "caution"], ["alarms", null, "trouble"], ["submissions"], ["refused", null, "caution"], ["residents"], ["cards"]
];

export async function summary() {
  const numbers = await ask("GET", "/v1/admin/summary");
  return el("section", { class: "figures" }, figures.map(([name, shown, tone]) =>
    el("div", { class: `figure ${tone && numbers[name] > 0 ? tone : ""}`, key: `figure.${name}` },
      el("strong", {}, shown ? shown(numbers[name]) : numbers[name].toLocaleString("en")), el("span", {}, say(`figure.${name}`)))));
}

function kioskState(kiosk) {
  if (kiosk.revoked) return ["muted", "revoked"];
  if (!kiosk.last_seen_at) return ["muted", "never"];
  if (kiosk.silent) return ["trouble", "silent"];
  return kiosk.state === "in_service" ? ["good", "in_service"] : ["caution", "out_of_service"];
}

function device(name, state) {
  const tone = { ready: "good", spool: "good", none: "", "": "" }[state] ?? "trouble";
  const word = known(`device.${state}`) ? say(`device.${state}`) : state || "–";
  return fact(say(`kiosk.${name}`), word, tone);
}

function counted(name, count, tone) { return fact(say(`kiosk.${name}`), say("records", { n: count }), count > 0 ? tone : ""); }

async function order(kiosk, kind, again) {
  const yes = await confirmation({ title: `${kiosk.id} · ${say(`order.${kind}`)}`, lines: [localised(kiosk.hall), say(`order.ask.${kind}`)] });
  if (yes === null) return;
  await ask("POST", `/v1/admin/kiosks/${encodeURIComponent(kiosk.id)}/orders`, { kind });
  tell(say("order.given"));
  await again();
}

function kioskCard(kiosk, mayOrder, act, again) {
  const [tone, state] = kioskState(kiosk);
  const orders = ["out_of_service", "back_in_service", "restart"];
  const diskShort = kiosk.last_seen_at && kiosk.disk_free_bytes < 2 ** 30;
  const clockOff = Math.abs(kiosk.clock_ahead_ms) > 60000;
  return el("article", { class: "card", key: `kiosk.${kiosk.id}` },
    el("header", {}, el("div", {}, el("h3", {}, localised(kiosk.hall)), el("p", {}, `${kiosk.id} · ${localised(kiosk.community)}`)),
      pill(tone, say(`state.${state}`), `kiosk.${kiosk.id}.state`)),
    el("dl", {},
      device("reader", kiosk.reader), device("psam", kiosk.psam), device("printer", kiosk.printer),
      counted("queue", kiosk.queue_length, "caution"), counted("parked", kiosk.parked, "trouble"),
      fact(say("kiosk.disk"), kiosk.last_seen_at ? bytes(kiosk.disk_free_bytes) : "–", diskShort ? "trouble" : ""),
      fact(say("kiosk.seen"), ago(kiosk.last_seen_at)), fact(say("kiosk.sync"), ago(kiosk.last_sync_at)),
      fact(say("kiosk.version"), kiosk.version || "–"),
      clockOff ? fact(say("kiosk.clock"), `${Math.round(kiosk.clock_ahead_ms / 1000)} s`, "trouble") : null),
    kiosk.orders.length > 0 && el("p", { class: "pills", key: `kiosk.${kiosk.id}.orders` },
      kiosk.orders.map((one) => pill("caution", say("order.waiting", { order: say(`order.${one.kind}`) })))),
    mayOrder && !kiosk.revoked && el("div", { class: "actions" }, orders.map((kind) =>
      el("button", { class: "quiet", key: `kiosk.${kiosk.id}.${kind}`, onclick: () => act(() => order(kiosk, kind, again)) },
        say(`order.${kind}`)))));
}

export async function kiosks({ session, act, again }) {
  const { kiosks: all } = await ask("GET", "/v1/admin/kiosks");
  const mayOrder = session.role === "technician" || session.role === "administrator";
  return el("section", { class: "cards" }, all.length ? all.map((kiosk) => kioskCard(kiosk, mayOrder, act, again)) : empty());
}

function stepTime(step) {
  if (step.done_at) return say("case.done", { time: time(step.done_at) });
  return step.limit_at ? say("case.limit", { time: time(step.limit_at) }) : "";
}

function ladder(one) {
  return el("ol", { class: "ladder" }, one.steps.map((step) => el("li", { class: step.state },
    el("strong", {}, localised(step.name)), el("span", {}, localised(step.holder)),
    el("time", {}, stepTime(step)))));
}

async function moveOn(one, again) {
  const current = one.steps.findIndex((step) => step.state === "current");
  const next = one.steps[current + 1];
  const note = await confirmation({
    title: `${one.number} · ${localised(one.item)}`, note: say("case.note"),
    lines: [say("case.advance.ask", { step: localised(one.steps[current].name) }),
      next ? say("case.advance.next", { step: localised(next.name) }) : say("case.advance.last")]
  });
  if (note === null) return;
  await ask("POST", `/v1/admin/cases/${encodeURIComponent(one.number)}/advance`, note ? { note } : {});
  tell(say("case.moved"));
  await again();
}

async function showDetails(one, place) {
  if (place.childElementCount > 0) return place.replaceChildren();
  const full = await ask("GET", `/v1/admin/cases/${encodeURIComponent(one.number)}?reason=${encodeURIComponent(say("case.reason.details"))}`);
  place.replaceChildren(...[
    full.answers.length > 0 && el("h4", {}, say("case.answers")),
    full.answers.length > 0 && el("dl", {}, full.answers.map((answer) => fact(localised(answer.label), answer.values.map(localised).join("、")))),
    el("h4", {}, say("case.history")),
    el("ul", { class: "history" }, full.history.map((event) =>
      el("li", {}, el("time", {}, time(event.at)), ` ${say(`event.${event.kind}`)} · ${event.actor}`, event.note && el("em", {}, event.note))))
  ].filter(Boolean));
}

function caseCard(one, act, again) {
  const tone = { open: "info", supplement: "caution", suspended: "caution", closed: "good", withdrawn: "muted" }[one.state];
  const details = el("div", { class: "details" });
  return el("article", { class: "card wide", key: `case.${one.number}` },
    el("header", {}, el("div", {}, el("h3", {}, localised(one.item)), el("p", {}, `${one.number} · ${localised(one.department)}`)),
      el("p", { class: "pills" }, one.late && pill("trouble", say("case.late")), !one.late && one.step_late && pill("caution", say("case.step-late")),
        pill(tone, say(`case.state.${one.state}`), `case.${one.number}.state`))),
    ladder(one),
    el("dl", {},
      fact(say("case.accepted"), time(one.accepted_at)), fact(say("case.promised"), time(one.promised_at), one.late ? "trouble" : ""),
      fact(say("case.statutory"), time(one.statutory_at)), fact(say("case.card"), one.card_serial), fact(say("case.receipt"), one.receipt || "–"),
      fact(say("case.kiosk"), one.kiosk)),
    one.result && el("p", { class: "result" }, one.result),
    details,
    el("div", { class: "actions" },
      el("button", { class: "quiet", key: `case.${one.number}.details`, onclick: () => act(() => showDetails(one, details)) }, say("case.details")),
      one.state === "open" && el("button", { class: "primary", key: `case.${one.number}.advance`, onclick: () => act(() => moveOn(one, again)) },
        say("case.advance"))));
}

const wanted = { state: "open", text: "" };

function caseSearch(again) {
  const text = el("input", { type: "search", value: wanted.text, placeholder: say("case.find"), "aria-label": say("case.find"), key: "cases.text" });
  const submit = (event) => {
    event.preventDefault();
    wanted.text = text.value.trim();
    again();
  };
  const choose = (state) => () => {
    wanted.state = state;
    again();
  };
  return el("form", { class: "search", onsubmit: submit },
    el("div", { class: "choice", role: "group" }, ["open", "closed", ""].map((state) =>
      el("button", { type: "button", class: wanted.state === state ? "chosen" : "", "aria-pressed": String(wanted.state === state),
        onclick: choose(state), key: `cases.state.${state || "all"}` }, state ? say(`case.state.${state}`) : say("case.all")))),
    text, el("button", { class: "quiet", key: "cases.search" }, say("search")));
}

export async function cases({ act, again }) {
  const query = new URLSearchParams({ state: wanted.state });
  if (wanted.text) query.set(/^[0-9A-F]{16}$/.test(wanted.text) ? "card" : "receipt", wanted.text);
  const { cases: all } = await ask("GET", `/v1/admin/cases?${query}`);
  return el("section", {}, caseSearch(again), el("div", { class: "cards one" }, all.length ? all.map((one) => caseCard(one, act, again)) : empty()));
}

function paymentRow(payment) {
  const tone = { booked: "good", returned: "caution", held: "trouble" };
  return el("tr", { key: `payment.${payment.number}` },
    el("td", {}, el("strong", {}, payment.number), el("small", {}, payment.receipt)),
    el("td", {}, time(payment.paid_at)), el("td", { class: "number" }, payment.card_serial), el("td", {}, payment.kiosk),
    el("td", {}, el("ul", { class: "lines" }, payment.lines.map((line) =>
      el("li", {}, el("span", {}, line.bill), el("span", { class: "amount" }, yuan(line.amount)),
        line.state === payment.state ? null : pill(tone[line.state], say(`payment.${line.state}`)))))),
    el("td", { class: "amount" }, yuan(payment.amount)),
    el("td", {}, pill(tone[payment.state], say(`payment.${payment.state}`)),
      payment.alarm && el("small", { class: "trouble" }, say(`alarm.${payment.alarm}`))));
}

export async function payments() {
  const { payments: all, count, total } = await ask("GET", "/v1/admin/payments");
  const heads = ["number", "time", "card", "kiosk", "lines", "amount", "state"];
  return el("section", {},
    el("p", { class: "lead", key: "payments.count" }, say("payment.count", { count, total: yuan(total) }),
      count > all.length && ` · ${say("payment.shown", { count: all.length })}`),
    all.length ? el("div", { class: "table" }, el("table", {},
      el("thead", {}, el("tr", {}, heads.map((head) =>
        el("th", { class: head === "amount" ? "amount" : "", scope: "col" }, say(`payment.${head}`))))),
      el("tbody", {}, all.map(paymentRow)))) : empty());
}

function accountName(code) { return code.startsWith("biller:") ? say("account.biller", { name: code.slice(7) }) : say(`account.${code}`); }

export async function ledger() {
  const { accounts, sum } = await ask("GET", "/v1/admin/ledger");
  return el("section", {},
    el("p", { class: "lead", key: "ledger.even" }, pill(sum === 0 ? "good" : "trouble", say(sum === 0 ? "ledger.even" : "ledger.uneven"))),
    accounts.length ? el("div", { class: "table narrow" }, el("table", {},
      el("thead", {}, el("tr", {},
        el("th", { scope: "col" }, say("ledger.account")), el("th", { class: "amount", scope: "col" }, say("ledger.balance")))),
      el("tbody", {}, accounts.map((account) =>
        el("tr", {}, el("td", {}, accountName(account.code)), el("td", { class: "amount" }, yuan(account.balance))))),
      el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, say("ledger.sum")), el("td", { class: "amount" }, yuan(sum)))))) : empty());
}
