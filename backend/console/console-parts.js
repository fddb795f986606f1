// What every view is made of: elements, numbers and times in words, dialogs, and talking to the backend.
import { say, known } from "./console-words.js";

/** An element. Text only ever becomes text, never markup. `key` is its identity for tests. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "key") element.dataset.key = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function pill(tone, text, key) { return el("span", { class: `pill ${tone}`, key }, text); }

/** A name and what it is. */
export function fact(name, value, tone) { return el("div", { class: "fact" }, el("dt", {}, name), el("dd", { class: tone ?? "" }, value)); }

/** Why a kiosk did not take what it was sent, in words. */
export function refusal(code) {
  const family = code.split(".")[0];
  const word = { signature: "signature", policy: "older", wire: "malformed", json: "malformed", net: "malformed" }[family];
  return word ? say(`ceilings.refused.${word}`) : say("ceilings.refused.other", { code });
}

export function yuan(fen) {
  const sign = fen < 0 ? "−" : "";
  const amount = Math.abs(fen);
  const whole = Math.floor(amount / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}¥${whole}.${(amount % 100).toString().padStart(2, "0")}`;
}

/** An instant of the backend in hall time. */
export function time(text) {
  if (!text) return "–";
  const options = { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false };
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", options).formatToParts(new Date(text)).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

export function ago(text) {
  if (!text) return "–";
  const minutes = Math.floor((Date.now() - new Date(text).getTime()) / 60000);
  if (minutes < 1) return say("now");
  if (minutes < 60) return say("minutes", { n: minutes });
  if (minutes < 48 * 60) return say("hours", { n: Math.floor(minutes / 60) });
  return say("days", { n: Math.floor(minutes / 1440) });
}

export function bytes(count) {
  const gigabytes = count / 2 ** 30;
  return gigabytes >= 1 ? `${gigabytes.toFixed(1)} GB` : `${Math.round(count / 2 ** 20)} MB`;
}

/** What the backend refused, or that it could not be reached, with the sentence for people in `message`. */
export class Trouble extends Error {
  constructor(code, places) {
    super(known(`error.${code}`) ? say(`error.${code}`, places) : say("error.other", { code }));
    this.code = code;
  }
}

let pageToken = "";
export function usePageToken(token) { pageToken = token; }

/** Asks the backend; gives its JSON. */
export async function ask(method, path, body) {
  const headers = { "X-Onecard-Token": pageToken };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: "same-origin" });
  } catch {
    throw new Trouble("offline");
  }
  if (answer.status === 204) return null;
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Trouble(json.code ?? String(answer.status), { seconds: answer.headers.get("Retry-After") });
  return json;
}

function pickFrom({ label, options, pattern }) {
  if (pattern) return [el("label", { for: "pick" }, label), el("input", { id: "pick", key: "dialog.pick", required: true, pattern, autocomplete: "off" })];
  const select = el("select", { id: "pick", key: "dialog.pick", required: true }, el("option", { value: "" }, "…"),
    options.map(([value, words]) => el("option", { value }, words)));
  return [el("label", { for: "pick" }, label), select];
}

function noteBox(note, required, templates, longest) {
  const text = el("textarea", { id: "note", maxlength: String(longest), rows: longest > 500 ? "10" : "3", key: "dialog.note", required });
  const use = (words) => () => {
    text.value = words;
    text.focus();
  };
  return [el("label", { for: "note" }, note), text, templates.length > 0 && el("div", { class: "templates" }, templates.map((words, place) =>
    el("button", { type: "button", class: "plain", key: `dialog.template.${place}`, onclick: use(words) }, words)))];
}

/** Asks a person; gives `{note, picked}` when confirmed, or null. `pick` has options, or a pattern for what is typed. */
export function confirmation({ title, lines, note, required = false, pick = null, templates = [], longest = 500 }) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { "aria-labelledby": "dialog-title" },
      el("form", { method: "dialog" },
        el("h2", { id: "dialog-title" }, title), lines.map((line) => el("p", {}, line)),
        pick && pickFrom(pick), note && noteBox(note, required, templates, longest),
        el("div", { class: "actions" },
          el("button", { value: "no", class: "quiet", formnovalidate: true, key: "dialog.cancel" }, say("cancel")),
          el("button", { value: "yes", class: "primary", key: "dialog.confirm" }, say("confirm")))));
    dialog.addEventListener("close", () => {
      const found = (selector) => (dialog.querySelector(selector)?.value ?? "").trim();
      const answer = { note: found("textarea"), picked: found("#pick") };
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? answer : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const reasons = new Map(); // why this person looks at somebody's data, asked once while they are signed in

export function forgetReasons() { reasons.clear(); }

/** What led to the first led to the second too. */
export function keepReason(about, from) { if (reasons.has(from)) reasons.set(about, reasons.get(from)); }

/** Asks about one resident, with the reason that is written down where the backend wants one; null when the person would not say. */
export async function askWithReason(about, path, line) {
  const withReason = () => (reasons.has(about) ? `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams({ reason: reasons.get(about) })}` : path);
  try {
    return await ask("GET", withReason());
  } catch (problem) {
    if (problem.code !== "look.reason_missing") throw problem;
  }
  const asked = await confirmation({ title: about, lines: [line], note: say("case.look.reason"), required: true });
  if (asked === null) return null;
  reasons.set(about, asked.note);
  return ask("GET", withReason());
}

/** A sentence that shows for some seconds. */
export function tell(text, tone = "good") {
  document.querySelector(".told")?.remove();
  const told = el("div", { class: `told ${tone}`, role: "status", key: "told" }, text);
  document.body.append(told);
  setTimeout(() => told.remove(), 5000);
}

export function empty() { return el("p", { class: "empty" }, say("none")); }
