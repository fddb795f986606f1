// The work on cases: the inbox with its clocks, one case with its history, and what can be done to it.
import { say, known, localised } from "./console-words.js";
import { ask, askWithReason, confirmation, el, empty, fact, forgetReasons, keepReason, pill, tell, time } from "./console-parts.js";

const wanted = { box: "work", state: "", text: "", number: null };
let postsKnown = null;

async function posts() {
  postsKnown ??= await ask("GET", "/v1/admin/posts");
  return postsKnown;
}

/** What the last person was shown is nobody else's. */
export function forgetCases() {
  Object.assign(wanted, { box: "work", state: "", text: "", number: null });
  forgetReasons();
  postsKnown = null;
}

function dayAndHour(text) { return time(text).slice(5); }

/** How long until a limit, or since: in whole hours below two days. */
function left(limit) {
  const hours = (new Date(limit).getTime() - Date.now()) / 3600000;
  const many = Math.abs(hours) >= 48 ? say("case.days", { n: Math.floor(Math.abs(hours) / 24) }) : say("case.hours", { n: Math.floor(Math.abs(hours)) });
  return hours < 0 ? say("case.over", { many }) : say("case.left", { many });
}

function clock(name, limit, card, late, stopped) {
  if (!limit) return null;
  const tone = late || card === "red" ? "trouble" : card === "yellow" ? "caution" : "info";
  const word = stopped ? say("case.clock.stopped") : left(limit);
  return el("span", { class: `clock ${stopped ? "muted" : tone}`, title: time(limit) }, el("b", {}, say(`case.clock.${name}`)), ` ${word}`);
}

function clocks(one) {
  const step = one.steps.find((each) => each.state === "current");
  if (one.closed_at) return el("span", { class: "clock muted" }, say("case.done", { time: dayAndHour(one.closed_at) }));
  return el("span", { class: "clocks" },
    clock("step", step?.limit_at, one.step_card, one.step_late, one.clocks_stopped),
    clock("whole", one.promised_at, one.whole_card, one.late, one.clocks_stopped));
}

const tones = { open: "info", supplement: "caution", suspended: "caution", closed: "good", withdrawn: "muted" };

function marks(one) {
  return el("span", { class: "pills" },
    one.step_card === "red" && pill("trouble", `■ ${say("event.red_card")}`), one.step_card === "yellow" && pill("caution", `▲ ${say("event.yellow_card")}`),
    one.urged_at && pill("caution", say("case.urged", { time: dayAndHour(one.urged_at) })), one.served && pill("trouble", say("case.served")),
    pill(tones[one.state], say(`case.state.${one.state}`), `case.${one.number}.state`));
}

function inboxRow(one, open) {
  const step = one.steps.find((each) => each.state === "current");
  return el("li", {}, el("button", { class: "case-row", key: `case.${one.number}`, onclick: () => open(one.number) },
    el("span", { class: "what" }, el("strong", {}, localised(one.item)), el("small", {}, `${one.number} · ${one.card_serial}`)),
    el("span", { class: "where" }, el("span", {}, step ? localised(step.name) : ""), el("small", {}, one.holder?.zh ? localised(one.holder) : "")),
    clocks(one), marks(one)));
}

/** Arrow keys walk through the list. */
function walk(event) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move) return;
  const rows = [...event.currentTarget.querySelectorAll("button.case-row")];
  const next = rows[rows.indexOf(document.activeElement) + move];
  if (next) {
    next.focus();
    event.preventDefault();
  }
}

function choice(key, values, chosen, words, choose) {
  return el("div", { class: "choice", role: "group" }, values.map((value) =>
    el("button", { type: "button", class: chosen === value ? "chosen" : "", "aria-pressed": String(chosen === value), key: `cases.${key}.${value || "all"}`,
      onclick: () => choose(value) }, words(value))));
}

function search(again, boxes) {
  const text = el("input", { type: "search", value: wanted.text, placeholder: say("case.find"), "aria-label": say("case.find"), key: "cases.text" });
  const submit = (event) => {
    event.preventDefault();
    wanted.text = text.value.trim();
    again();
  };
  const set = (name) => (value) => {
    wanted[name] = value;
    again();
  };
  return el("form", { class: "search", onsubmit: submit },
    choice("box", boxes, wanted.box, (box) => say(`case.box.${box}`), set("box")),
    choice("state", ["", "supplement", "closed"], wanted.state, (state) => (state ? say(`case.state.${state}`) : say("case.all-open")), set("state")),
    text, el("button", { class: "quiet", key: "cases.search" }, say("search")));
}

function queryOf() {
  const query = new URLSearchParams({ box: wanted.box, state: wanted.state });
  if (/^[0-9A-F]{16}$/.test(wanted.text)) query.set("card", wanted.text);
  else if (/^K[0-9]{4}-/.test(wanted.text)) query.set("receipt", wanted.text);
  else if (wanted.text) query.set("text", wanted.text);
  return query;
}

const sees_all = (role) => role === "administrator" || role === "supervisor";

async function inbox({ session, act, again }) {
  const seats = (await posts()).own;
  const boxes = [...(seats.length ? ["work", "answer", "below"] : []), "all"];
  if (!boxes.includes(wanted.box)) wanted.box = sees_all(session.role) ? "all" : boxes[0];
  const found = await askWithReason(wanted.text, `/v1/admin/cases?${queryOf()}`, say("case.look.resident"));
  if (!found) {
    wanted.text = "";
    return inbox({ session, act, again });
  }
  const all = found.cases;
  const open = (number) => act(async () => {
    keepReason(number, wanted.text); // what led to the list leads to each case in it
    wanted.number = number;
    await again();
  });
  return el("section", {}, search(again, boxes),
    el("p", { class: "lead", key: "cases.count" }, say("case.count", { n: all.length })),
    all.length ? el("ul", { class: "inbox", onkeydown: walk }, all.map((one) => inboxRow(one, open))) : empty());
}

function ladder(one) {
  const when = (step) => (step.done_at ? say("case.done", { time: dayAndHour(step.done_at) }) : step.limit_at ? say("case.limit", { time: dayAndHour(step.limit_at) }) : "");
  return el("ol", { class: "ladder" }, one.steps.map((step) => el("li", { class: step.state },
    el("strong", {}, localised(step.name)), el("span", {}, localised(step.holder)), el("time", {}, when(step)))));
}

function happened(event) {
  const who = event.role === "resident" ? say("case.by.resident") : event.role === "system" ? say("case.by.rule") : event.actor;
  const where = ["transferred", "escalated", "handed_over"].includes(event.kind) || event.kind.startsWith("docked_") ? ` → ${nameOfPost(event.target)}` : "";
  return el("li", { class: event.kind }, el("time", {}, time(event.at)), el("strong", {}, ` ${known(`event.${event.kind}`) ? say(`event.${event.kind}`) : event.kind}`),
    `${where} · ${who} · ${localised(event.post)}`, event.note && el("em", {}, event.note));
}

function nameOfPost(code) {
  const post = postsKnown?.posts.find((each) => each.code === code);
  return post ? localised(post.name) : code;
}

/** What a dialog asks for beside the reason. */
async function details(verb, one) {
  if (verb === "transfer") {
    const { posts: all } = await posts();
    return { label: say("case.to.post"), options: all.filter((post) => post.code !== one.post && !post.vacant && (one.passed_to ?? [post.code]).includes(post.code)).map((post) => [post.code, localised(post.name)]) };
  }
  if (verb === "assign") {
    const { posts: all } = await posts();
    return { label: say("case.to.person"), options: (all.find((post) => post.code === one.post)?.people ?? []).map((name) => [name, name]) };
  }
  if (verb === "invite") return { label: say("case.to.card"), pattern: "[0-9A-F]{16}" };
  if (verb === "decide") return { label: say("case.to.decision"), options: ["granted", "declined"].map((word) => [word, say(`case.decision.${word}`)]) };
  return null;
}

const withoutReason = ["resume", "assign", "advance", "offer_times"], ownWords = ["invite", "propose"];

async function doMove(verb, one, again) {
  const { replies } = await ask("GET", "/v1/admin/replies");
  const asked = await confirmation({
    title: `${say(`verb.${verb}`)} · ${localised(one.item)}`, lines: [say(`verb.ask.${verb}`)], note: say(ownWords.includes(verb) ? `verb.note.${verb}` : withoutReason.includes(verb) ? "case.note" : "case.reason"), longest: verb === "propose" ? 1000 : 500,
    required: !withoutReason.includes(verb), pick: await details(verb, one), templates: replies.filter((reply) => reply.verb === verb).map((reply) => localised(reply.text))
  });
  if (asked === null) return;
  await ask("POST", `/v1/admin/cases/${encodeURIComponent(one.number)}/moves`, { verb, note: asked.note, to: asked.picked ?? "" });
  tell(say("case.moved"));
  await again();
}

async function wholeCase(number) {
  const path = `/v1/admin/cases/${encodeURIComponent(number)}`;
  try {
    return await askWithReason(number, path, say("case.look.why"));
  } catch (problem) {
    if (problem.code !== "case.not_yours") throw problem;
    tell(problem.message, "trouble");
    return null;
  }
}

async function openAnother(number, again) {
  wanted.number = number;
  await again();
}

async function onePage({ session, act, again }) {
  await posts();
  const one = await wholeCase(wanted.number);
  const back = () => act(async () => {
    wanted.number = null;
    await again();
  });
  if (!one) {
    wanted.number = null;
    return inbox({ session, act, again });
  }
  return el("section", { class: "one-case" },
    el("p", {}, el("button", { class: "plain", key: "case.back", onclick: back }, `← ${say("case.back")}`)),
    el("article", { class: "card wide", key: `case.${one.number}` },
      el("header", {}, el("div", {}, el("h2", {}, localised(one.item)), el("p", {}, `${one.number} · ${localised(one.department)}`)), marks(one)),
      ladder(one),
      el("p", { class: "holding" }, clocks(one)),
      el("dl", {},
        fact(say("case.held-by"), one.holder?.zh ? localised(one.holder) : "–"), fact(say("case.worked-at"), nameOfPost(one.post)), fact(say("case.officer"), one.officer || "–"),
        one.goes_up_at && fact(say("case.goes-up", { post: localised(one.goes_up_to) }), time(one.goes_up_at)),
        fact(say("case.accepted"), time(one.accepted_at)), fact(say("case.promised"), time(one.promised_at), one.late ? "trouble" : ""),
        fact(say("case.statutory"), time(one.statutory_at)), fact(say("case.card"), one.card_serial), fact(say("case.receipt"), one.receipt || "–"),
        fact(say("case.kiosk"), one.kiosk), one.private && fact(say("case.private"), say("case.private.who")), one.served && fact(say("case.served"), one.served)),
      one.linked?.length > 0 && el("p", { class: "templates", key: "case.linked" }, `${say("case.linked")}：`, one.linked.map((number) =>
        el("button", { class: "plain", key: `case.linked.${number}`, onclick: () => act(() => openAnother(number, again)) }, number))),
      one.question && el("p", { class: "asked" }, `${say("case.question")}：${one.question}`),
      one.result && el("p", { class: "result" }, one.result),
      el("div", { class: "actions" }, one.moves.map((verb) => el("button", { class: verb === "advance" ? "primary" : "quiet", key: `case.${verb}`,
        onclick: () => act(() => doMove(verb, one, again)) }, say(`verb.${verb}`)))),
      one.sides && mediation(one),
      one.answers.length > 0 && el("h3", {}, say("case.answers")),
      one.answers.length > 0 && el("dl", {}, one.answers.map((answer) => fact(localised(answer.label), answered(one, answer)))),
      el("h3", {}, say("case.history")), el("ol", { class: "history", key: "case.history" }, one.history.map(happened))));
}

/** Both sides of a mediation: what each chose and accepted, and what lies before them. */
function mediation(one) {
  const times = (all) => all.map((each) => each.replace("T", " ")).join("、");
  const chose = (side) => (side.chosen === null ? say("mediation.not-chosen") : times(side.chosen));
  return el("div", { class: "sides", key: "mediation" }, el("h3", {}, say("mediation.title")),
    el("dl", {}, one.sides.map((side) => fact(`${say(side.asked ? "mediation.asked" : "mediation.invited")} · ${side.card_serial}`,
      side.accepted ? say("mediation.accepted") : one.appointment ? "–" : chose(side))),
    one.appointment && fact(say("mediation.set"), time(one.appointment.starts_at)),
    !one.appointment && fact(say("mediation.offered"), times(one.offered) || "–"),
    one.agreement && fact(say("mediation.agreement"), one.agreement)));
}

/** What was filled in: words, a paper as a picture, a signature as it was drawn. */
function answered(one, answer) {
  const [first] = answer.values;
  if (first?.picture) return el("img", { class: "paper", key: `case.paper.${answer.key}`, alt: localised(answer.label),
    src: `/v1/admin/cases/${encodeURIComponent(one.number)}/materials/${encodeURIComponent(answer.key)}?reason=${encodeURIComponent(say("case.answers"))}` });
  if (first?.strokes) return signature(first);
  return answer.values.map(localised).join("、");
}

function signature({ strokes }) {
  const points = strokes.split(";").map((stroke) => stroke.split(" ").map((point) => point.split(",").map(Number)));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${Math.max(100, ...points.flat().map(([x]) => x)) + 20} ${Math.max(100, ...points.flat().map(([, y]) => y)) + 20}`);
  svg.setAttribute("class", "signature");
  for (const stroke of points) {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    line.setAttribute("points", stroke.map(([x, y]) => `${x},${y}`).join(" "));
    svg.append(line);
  }
  return svg;
}

export function cases(place) { return wanted.number ? onePage(place) : inbox(place); }

function bar(share) {
  if (!share || share.of === 0) return el("td", { class: "amount" }, "–");
  const percent = (100 * share.counted) / share.of;
  return el("td", { class: "amount" }, el("strong", {}, `${percent.toFixed(1)} %`), el("small", {}, `${share.counted} / ${share.of}`));
}

/** Figures of the district, its departments and its communities, with what each means. */
export async function board() {
  const { figures, scopes, as_of: asOf } = await ask("GET", "/v1/admin/figures");
  const row = (scope) => el("tr", { key: `board.${scope.scope}` }, el("th", { scope: "row" }, localised(scope.name)), figures.map((figure) => bar(scope.figures[figure.code])));
  const table = (title, rows) => rows.length > 0 && el("div", {}, el("h2", {}, title), el("div", { class: "table" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", {}, ""), figures.map((figure) => el("th", { class: "amount", scope: "col", title: localised(figure.means) }, localised(figure.name))))),
    el("tbody", {}, rows.map(row)))));
  const of = (kind) => scopes.filter((scope) => scope.scope === kind || scope.scope.startsWith(`${kind}:`));
  return el("section", { class: "board" }, el("p", { class: "lead" }, asOf ? say("board.as-of", { time: time(asOf) }) : say("board.none")),
    table(say("board.district"), of("district")), table(say("board.departments"), of("department")), table(say("board.communities"), of("community")),
    el("dl", { class: "means" }, figures.map((figure) => fact(localised(figure.name), localised(figure.means)))));
}
