// The hall's queue at one counter: whose turn it is, once more, did not come, done. By keyboard as well: N, R, X, D.
import { say, localised } from "./console-words.js";
import { ask, ago, el, empty, pill, tell } from "./console-parts.js";

const mine = { kiosk: "", counter: localStorage.getItem("counter") ?? "", service: "" };
const shortcuts = { n: "next", r: "again", x: "absent", d: "done" };
const waitingShown = 12;

const path = (rest) => `/v1/admin/kiosks/${encodeURIComponent(mine.kiosk)}/queue${rest}`;
const callPath = (number, verb) => path(`/${encodeURIComponent(number)}/${verb}`);

function keepCounter(value) {
  mine.counter = value.trim();
  localStorage.setItem("counter", mine.counter);
}

/** What is done at this counter; `current` is the number being called there, if any. */
function deeds(current, again) {
  const counter = mine.counter;
  const needsCounter = () => {
    if (mine.counter) return false;
    tell(say("queue.which-counter"), "trouble");
    document.getElementById("counter")?.focus();
    return true;
  };
  const then = (work) => async () => {
    await work();
    await again();
  };
  return {
    next: then(async () => needsCounter() || ask("POST", path("/next"), { counter, service: mine.service })),
    again: then(async () => current && ask("POST", callPath(current.number, "again"), { counter })),
    absent: then(async () => current && ask("POST", callPath(current.number, "absent"))),
    done: then(async () => current && ask("POST", callPath(current.number, "done"))),
    recall: (number) => then(async () => needsCounter() || ask("POST", callPath(number, "again"), { counter }))()
  };
}

function choices(halls, services, again) {
  const hall = el("select", { id: "hall", key: "queue.hall", onchange: (event) => { mine.kiosk = event.target.value; again(); } },
    halls.map((kiosk) => el("option", { value: kiosk.id, selected: kiosk.id === mine.kiosk }, localised(kiosk.hall))));
  const counter = el("input", { id: "counter", key: "queue.counter", maxlength: "16", value: mine.counter,
    onchange: (event) => { keepCounter(event.target.value); again(); } });
  const service = el("select", { id: "service", key: "queue.service", onchange: (event) => { mine.service = event.target.value; again(); } },
    ["", ...services].map((one) => el("option", { value: one, selected: one === mine.service }, one || say("queue.any"))));
  return el("form", { class: "search", onsubmit: (event) => event.preventDefault() },
    el("label", { for: "hall" }, say("queue.hall")), hall, el("label", { for: "counter" }, say("queue.counter")), counter,
    el("label", { for: "service" }, say("queue.service")), service);
}

function atThisCounter(current, act, does) {
  const button = (verb, tone, enabled) => el("button", { class: tone, key: `queue.${verb}`, disabled: !enabled, title: say("queue.key", { key: keyOf(verb) }),
    onclick: () => act(does[verb]) }, `${say(`queue.${verb}`)} (${keyOf(verb)})`);
  return el("article", { class: "card" },
    el("header", {}, el("h2", {}, mine.counter ? say("queue.at", { counter: mine.counter }) : say("queue.which-counter"))),
    el("p", { class: "calling", key: "queue.current", "aria-live": "assertive" }, current ? current.number : say("queue.nobody")),
    current?.times > 1 && el("p", {}, say("queue.times", { n: current.times })),
    el("div", { class: "actions" }, button("next", "primary", true), button("again", "quiet", current), button("absent", "quiet", current),
      button("done", "quiet", current)));
}

function keyOf(verb) { return Object.keys(shortcuts).find((key) => shortcuts[key] === verb).toUpperCase(); }

function waitingRow(ticket) {
  return el("tr", { key: `queue.waiting.${ticket.number}` }, el("td", {}, el("strong", {}, ticket.number)),
    el("td", {}, ticket.priority === "ordinary" ? "" : pill("caution", say(`queue.priority.${ticket.priority}`))), el("td", {}, ago(ticket.taken_at)));
}

function elsewhereRow(call, act, does) {
  return el("tr", { key: `queue.called.${call.number}` }, el("td", {}, el("strong", {}, call.number)), el("td", {}, say("queue.at", { counter: call.counter })),
    el("td", {}, pill(call.outcome === "absent" ? "caution" : "info", say(`queue.outcome.${call.outcome || "open"}`))),
    el("td", {}, el("button", { class: "quiet", key: `queue.recall.${call.number}`, onclick: () => act(() => does.recall(call.number)) }, say("queue.recall"))));
}

let pressed = null; // what a key does in the view that is shown

document.addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.closest("input, select, textarea, dialog");
  const verb = shortcuts[event.key.toLowerCase()];
  if (busy || !verb || !pressed || !document.querySelector("[data-key='queue']")) return;
  event.preventDefault();
  pressed(verb);
});

export async function queue({ act, again }) {
  const { kiosks } = await ask("GET", "/v1/admin/kiosks");
  const halls = kiosks.filter((kiosk) => !kiosk.revoked);
  if (halls.length === 0) return empty();
  if (!halls.some((kiosk) => kiosk.id === mine.kiosk)) mine.kiosk = halls[0].id;
  const { waiting, called } = await ask("GET", path(""));
  const open = called.filter((call) => call.outcome === "");
  const current = open.find((call) => call.counter === mine.counter) ?? null;
  const others = called.filter((call) => call !== current && call.outcome !== "done");
  const does = deeds(current, again);
  pressed = (verb) => act(does[verb]);
  const services = [...new Set([...waiting.map((ticket) => ticket.service), mine.service].filter(Boolean))].sort();
  const table = (rows) => el("div", { class: "table" }, el("table", {}, el("tbody", {}, rows)));
  return el("section", { key: "queue" }, choices(halls, services, again), atThisCounter(current, act, does),
    el("h2", { key: "queue.count" }, say("queue.waiting", { n: waiting.length })),
    waiting.length > 0 ? table(waiting.slice(0, waitingShown).map(waitingRow)) : empty(),
    others.length > 0 && el("h2", {}, say("queue.others")), others.length > 0 && table(others.map((call) => elsewhereRow(call, act, does))));
}

/** Who signs in next begins without what the last one had chosen; the counter belongs to the desk and stays. */
export function forgetQueue() {
  mine.kiosk = mine.service = "";
  pressed = null;
}
