// The money office: charges by phone and bank card, loads and unloads of cards, money that needs two people, and the ceilings of purse payments without network.
import { say, known } from "./console-words.js";
import { ask, askWithReason, confirmation, el, empty, pill, refusal, tell, time, yuan } from "./console-parts.js";

const tones = { created: "", paid: "good", closed: "muted", refunded: "caution" };
const caseTones = { open: "caution", proposed: "caution", closed: "muted" };
const decisions = {
  payment_held: ["book", "refund", "reject"], load_held: ["loaded", "return"], load_open: ["loaded", "return"], refund: ["refund", "reject"]
};
const ceilingNames = ["payment", "card_today", "kiosk_today", "card_unsent", "kiosk_unsent"];

function table(heads, family, rows) {
  return el("div", { class: "table" }, el("table", {},
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col", class: head === "amount" ? "amount" : "" }, say(`${family}.${head}`))))),
    el("tbody", {}, rows)));
}

/** What has happened to it besides its state: money that came late, goes back, or can't. */
function remarks(charge) {
  const all = [];
  if (charge.late) all.push(pill("trouble", say("charge.late")));
  if (charge.refund_due > 0) all.push(pill("caution", say("charge.refund-due", { amount: yuan(charge.refund_due) })));
  if (charge.refunded > 0) all.push(pill("good", say("charge.refund-done", { amount: yuan(charge.refunded) })));
  if (charge.refund_trouble) all.push(pill("trouble", say("charge.refund-trouble")));
  return all;
}

async function askRefund(charge, again) {
  const answer = await confirmation({ title: say("charge.refund"), lines: [`${charge.receipt} · ${yuan(charge.amount)}`, say("charge.refund.lead")],
    note: say("charge.refund.reason"), required: true });
  if (answer === null) return;
  await ask("POST", "/v1/admin/refunds", { payment: charge.payment, reason: answer.note });
  tell(say("charge.refund.asked"));
  await again();
}

function chargeRow(charge, act, again) {
  const refundable = charge.state === "paid" && charge.refund_due === 0 && charge.refunded === 0;
  const reason = charge.reason && known(`charge.reason.${charge.reason}`) ? say(`charge.reason.${charge.reason}`) : charge.reason;
  return el("tr", { key: `charge.${charge.receipt}` },
    el("td", {}, el("strong", {}, charge.receipt), el("small", {}, charge.payment)),
    el("td", {}, time(charge.made_at)), el("td", {}, say(`charge.way.${charge.way}`)), el("td", { class: "number" }, charge.card_serial),
    el("td", {}, charge.kiosk), el("td", { class: "amount" }, yuan(charge.amount)),
    el("td", {}, pill(tones[charge.state] ?? "", say(`charge.${charge.state}`)), remarks(charge), reason && el("small", {}, reason),
      refundable && el("button", { class: "quiet", key: `charge.${charge.receipt}.refund`, onclick: () => act(() => askRefund(charge, again)) }, say("charge.refund"))));
}

let sought = ""; // by receipt, kept while the page is looked at again

function search(act, again) {
  const field = el("input", { id: "charge.search", key: "charges.search", value: sought, maxlength: "64", placeholder: say("charge.search") });
  return el("form", { class: "find", onsubmit: (event) => { event.preventDefault(); sought = field.value.trim(); act(again); } },
    el("label", { for: "charge.search" }, say("charge.search")), field, el("button", { class: "primary", key: "charges.find" }, say("search")));
}

export async function charges({ act, again }) {
  const { charges: all } = await ask("GET", `/v1/admin/charges?receipt=${encodeURIComponent(sought)}`);
  const heads = ["receipt", "time", "way", "card", "kiosk", "amount", "state"];
  return el("section", {}, search(act, again), el("p", { class: "lead", key: "charges.count" }, say("charge.count", { n: all.length })),
    all.length ? table(heads, "charge", all.map((charge) => chargeRow(charge, act, again))) : empty());
}

const loadStates = ["authorised", "loaded", "returned", "held"];
const loadTones = { authorised: "caution", loaded: "good", returned: "muted", held: "trouble" };
let soughtLoad = { what: "", state: "" };

function loadSearch(act, again) {
  const field = el("input", { id: "load.search", key: "loads.search", value: soughtLoad.what, maxlength: "64", placeholder: say("load.search") });
  const state = el("select", { id: "load.state", key: "loads.state", "aria-label": say("load.state") },
    ["", ...loadStates].map((one) => el("option", { value: one, selected: one === soughtLoad.state }, say(one ? `load.${one}` : "load.all"))));
  const find = (event) => {
    event.preventDefault();
    soughtLoad = { what: field.value.trim(), state: state.value };
    act(again);
  };
  return el("form", { class: "find", onsubmit: find }, el("label", { for: "load.search" }, say("load.search")), field, state,
    el("button", { class: "primary", key: "loads.find" }, say("search")));
}

/** With the case that two people decide it in, where there is one. */
function loadRow(load, go) {
  return el("tr", { key: `load.${load.receipt}` },
    el("td", {}, el("strong", {}, load.receipt), el("small", {}, load.number)), el("td", {}, time(load.authorised_at)),
    el("td", {}, say(`load.way.${load.way}`), load.way === "onto_card" && el("small", {}, say(`load.source.${load.source}`))),
    el("td", { class: "number" }, load.card_serial), el("td", {}, load.kiosk), el("td", { class: "amount" }, yuan(load.amount)),
    el("td", {}, pill(loadTones[load.state], say(`load.${load.state}`)),
      load.alarm && el("small", { class: "trouble" }, known(`alarm.${load.alarm}`) ? say(`alarm.${load.alarm}`) : load.alarm),
      load.case && el("button", { class: "quiet", key: `load.${load.receipt}.case`, onclick: () => go("money") },
        `${load.case} · ${say(`money.${load.case_state}`)}`)));
}

export async function loads({ act, again, go }) {
  const { what, state } = soughtLoad;
  const by = /^[0-9A-Fa-f]{16}$/.test(what) ? `card=${what.toUpperCase()}` : `receipt=${encodeURIComponent(what)}`;
  const found = await askWithReason(what, `/v1/admin/loads?${by}&state=${state}`, say("case.look.resident"));
  if (!found) {
    soughtLoad.what = "";
    return loads({ act, again, go });
  }
  const all = found.loads;
  const heads = ["receipt", "time", "way", "card", "kiosk", "amount", "state"];
  return el("section", {}, loadSearch(act, again), el("p", { class: "lead", key: "loads.count" }, say("load.count", { n: all.length })),
    all.length ? table(heads, "load", all.map((load) => loadRow(load, go))) : empty());
}

async function propose(one, again) {
  const options = (decisions[one.kind] ?? ["seen"]).map((decision) => [decision, say(`money.decision.${decision}`)]);
  const answer = await confirmation({ title: `${one.number} · ${say("money.propose")}`, lines: [detail(one.detail), yuan(one.amount), say("money.two")],
    pick: { label: say("money.decision"), options } });
  if (answer === null) return;
  await ask("POST", `/v1/admin/money-cases/${encodeURIComponent(one.number)}/propose`, { decision: answer.picked });
  tell(say("money.proposed"));
  await again();
}

async function confirmCase(one, again) {
  const yes = await confirmation({ title: `${one.number} · ${say("money.confirm")}`,
    lines: [detail(one.detail), yuan(one.amount), say("money.proposed-by", { who: one.proposed_by, what: say(`money.decision.${one.decision}`) })] });
  if (yes === null) return;
  await ask("POST", `/v1/admin/money-cases/${encodeURIComponent(one.number)}/confirm`);
  tell(say("money.confirmed"));
  await again();
}

/** What the district found, in words; what a person wrote stays as it is. */
function detail(text) {
  const [what, code] = text.split(": ");
  const found = [`alarm.${text}`, `money.detail.${text}`].find(known);
  if (found) return say(found);
  return code && known(`money.detail.${what}`) ? `${say(`money.detail.${what}`)} (${code})` : text;
}

function caseRow(one, session, act, again) {
  const mine = one.proposed_by === session.name;
  return el("tr", { key: `money.${one.number}` },
    el("td", {}, el("strong", {}, one.number), el("small", {}, one.subject)), el("td", {}, say(`money.kind.${one.kind}`), el("small", {}, detail(one.detail))),
    el("td", {}, time(one.opened_at)), el("td", { class: "amount" }, yuan(one.amount)),
    el("td", {}, pill(caseTones[one.state], say(`money.${one.state}`), `money.${one.number}.state`),
      one.decision && el("small", {}, say("money.proposed-by", { who: one.proposed_by, what: say(`money.decision.${one.decision}`) })),
      el("button", { class: "quiet", key: `money.${one.number}.propose`, onclick: () => act(() => propose(one, again)) }, say("money.propose")),
      one.state === "proposed" && !mine && el("button", { class: "primary", key: `money.${one.number}.confirm`, onclick: () => act(() => confirmCase(one, again)) },
        say("money.confirm"))));
}

export async function money({ session, act, again }) {
  await ask("POST", "/v1/admin/money-cases");
  const { cases: all } = await ask("GET", "/v1/admin/money-cases");
  const heads = ["number", "what", "opened", "amount", "state"];
  return el("section", {}, el("p", { class: "lead", key: "money.count" }, say("money.count", { n: all.length })),
    all.length ? table(heads, "money", all.map((one) => caseRow(one, session, act, again))) : empty());
}

const fenOf = (text) => Math.round(Number(text) * 100);

function ceilingsForm(now, act, again) {
  const fields = ceilingNames.map((name) => [name, el("input", { id: `ceiling.${name}`, key: `ceiling.${name}`, type: "number", min: "0.01", max: "10000000", step: "0.01",
    required: true, value: now ? (now[name] / 100).toFixed(2) : "" })]);
  const set = async () => {
    const wanted = Object.fromEntries(fields.map(([name, input]) => [name, fenOf(input.value)]));
    const yes = await confirmation({ title: say("ceilings.set"), lines: [...ceilingNames.map((name) => `${say(`ceiling.${name}`)}: ${yuan(wanted[name])}`), say("ceilings.ask")] });
    if (yes === null) return;
    await ask("POST", "/v1/admin/ceilings", wanted);
    tell(say("ceilings.done"));
    await again();
  };
  return el("form", { class: "card", onsubmit: (event) => { event.preventDefault(); act(set); } },
    fields.flatMap(([name, input]) => [el("label", { for: `ceiling.${name}` }, say(`ceiling.${name}`)), input]),
    el("button", { class: "primary", key: "ceilings.set" }, say("ceilings.set")));
}

export async function ceilings({ session, act, again }) {
  const [{ ceilings: all }, { kiosks }] = await Promise.all([ask("GET", "/v1/admin/ceilings"), ask("GET", "/v1/admin/kiosks")]);
  const may = session.role === "staff" || session.role === "administrator";
  const refusing = kiosks.filter((kiosk) => !kiosk.revoked && kiosk.ceilings_refused);
  const behind = kiosks.filter((kiosk) => !kiosk.revoked && !kiosk.keeps_ceilings && !kiosk.ceilings_refused).map((kiosk) => kiosk.id);
  const heads = ["set_at", "set_by", ...ceilingNames];
  return el("section", {}, el("p", { class: "lead", key: "ceilings.lead" }, say(all.length ? "ceilings.lead" : "ceilings.built-in")),
    refusing.map((kiosk) => el("p", { key: `ceilings.refused.${kiosk.id}` }, pill("trouble", say("ceilings.refused", { kiosk: kiosk.id, why: refusal(kiosk.ceilings_refused) })))),
    behind.length > 0 && el("p", { key: "ceilings.behind" }, pill("caution", say("ceilings.behind", { kiosks: behind.join(", ") }))),
    may && ceilingsForm(all[0], act, again),
    all.length ? table(heads, "ceiling", all.map((one, place) => el("tr", { key: `ceilings.${place}` },
      el("td", {}, time(one.set_at)), el("td", {}, one.set_by), ceilingNames.map((name) => el("td", { class: "amount" }, yuan(one[name])))))) : empty());
}

/** Who signs in next finds nothing that was searched for. */
export function forgetMoney() {
  sought = "";
  soughtLoad = { what: "", state: "" };
}
