// The views: each asks the backend and gives the elements to show.
import { say, known, localised } from "./console-words.js";
import { ask, ago, bytes, confirmation, el, empty, fact, pill, refusal, tell, time, yuan } from "./console-parts.js";

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

/** Those that were refused hold nowhere, whatever the office believes. */
function ceilings(kiosk) {
  if (kiosk.ceilings_refused) return fact(say("kiosk.ceilings"), refusal(kiosk.ceilings_refused), "trouble");
  if (!kiosk.last_seen_at) return null;
  return kiosk.keeps_ceilings ? fact(say("kiosk.ceilings"), say("kiosk.ceilings.kept"), "") : fact(say("kiosk.ceilings"), say("kiosk.ceilings.coming"), "caution");
}

function kioskCard(kiosk, mayOrder, act, again) {
  const [tone, state] = kioskState(kiosk);
  const orders = ["out_of_service", "back_in_service", "restart", "picture"];
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
      ceilings(kiosk),
      clockOff ? fact(say("kiosk.clock"), `${Math.round(kiosk.clock_ahead_ms / 1000)} s`, "trouble") : null),
    kiosk.orders.length > 0 && el("p", { class: "pills", key: `kiosk.${kiosk.id}.orders` },
      kiosk.orders.map((one) => pill("caution", say("order.waiting", { order: say(`order.${one.kind}`) })))),
    mayOrder && !kiosk.revoked && el("div", { class: "actions" }, orders.map((kind) =>
      el("button", { class: "quiet", key: `kiosk.${kiosk.id}.${kind}`, onclick: () => act(() => order(kiosk, kind, again)) },
        say(`order.${kind}`))), el("button", { class: "quiet", key: `kiosk.${kiosk.id}.pictures`, onclick: () => act(() => showPictures(kiosk)) }, say("kiosk.pictures"))));
}

/** What the screen showed when it was asked for, the newest first. */
async function showPictures(kiosk) {
  const at = `/v1/admin/kiosks/${encodeURIComponent(kiosk.id)}/pictures`;
  const { pictures } = await ask("GET", at);
  await confirmation({ title: `${kiosk.id} · ${say("kiosk.pictures")}`, lines: pictures.length ? pictures.map((one) =>
    el("figure", {}, el("img", { class: "paper", alt: say("kiosk.pictures"), src: `${at}/${encodeURIComponent(one.order)}` }), el("figcaption", {}, time(one.taken_at))))
    : [say("kiosk.pictures.none")] });
}

export async function kiosks({ session, act, again }) {
  const { kiosks: all } = await ask("GET", "/v1/admin/kiosks");
  const mayOrder = session.role === "technician" || session.role === "administrator";
  return el("section", { class: "cards" }, all.length ? all.map((kiosk) => kioskCard(kiosk, mayOrder, act, again)) : empty());
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
