// The console: who is signed in, which view is shown, and when it is shown again.
import { say, switchLanguage } from "./console-words.js";
import { ask, el, tell, usePageToken } from "./console-parts.js";
import * as figures from "./console-views.js";
import { board, cases, forgetCases } from "./console-cases.js";
import { forgetListings, listings } from "./console-listings.js";
import { ceilings, charges, forgetMoney, loads, money } from "./console-money.js";
import { forgetQueue, queue } from "./console-queue.js";

const views = { ...figures, cases, board, listings, queue, charges, loads, money, ceilings };
const refreshSeconds = 10;
const viewsOf = {
  grid_officer: ["cases", "board"],
  community: ["cases", "listings", "board"],
  street: ["cases", "listings", "board"],
  department: ["cases", "listings", "board"],
  supervisor: ["cases", "listings", "board", "summary", "kiosks"],
  staff: ["summary", "queue", "kiosks", "cases", "payments", "charges", "loads", "money", "ceilings"],
  technician: ["summary", "kiosks", "ceilings"],
  administrator: ["summary", "queue", "kiosks", "cases", "listings", "board", "payments", "charges", "loads", "money", "ceilings", "ledger"]
};

const page = document.getElementById("page");
let session = null;
let view = "summary";
let shown = 0; // counts what was asked for, so that a late answer never replaces a newer one
const written = new Map(); // by field: what was written since it was asked

function languageButton() {
  const press = () => {
    switchLanguage();
    if (session) showFrame();
    else showSignIn();
  };
  return el("button", { type: "button", class: "plain", key: "language", onclick: press }, say("other-language"));
}

function showSignIn(trouble) {
  document.querySelector(".told")?.remove();
  document.title = say("title");
  const name = el("input", { id: "name", autocomplete: "username", required: true, maxlength: "64", key: "sign-in.name" });
  const password = el("input", { id: "password", type: "password", autocomplete: "current-password", required: true, maxlength: "128",
    key: "sign-in.password" });
  const submit = async (event) => {
    event.preventDefault();
    try {
      session = await ask("POST", "/v1/session", { name: name.value, password: password.value });
      begin();
    } catch (problem) {
      showSignIn(problem.message);
    }
  };
  page.replaceChildren(el("main", { class: "sign-in" },
    el("form", { class: "card", onsubmit: submit },
      el("img", { src: "/console.svg", alt: "", width: "48", height: "48" }),
      el("h1", {}, say("title")), el("p", {}, say("sign-in.lead")),
      el("label", { for: "name" }, say("name")), name, el("label", { for: "password" }, say("password")), password,
      trouble && el("p", { class: "trouble", role: "alert", key: "sign-in.trouble" }, trouble),
      el("button", { class: "primary", key: "sign-in" }, say("sign-in")), languageButton())));
  name.focus();
}

async function signOut() {
  await ask("DELETE", "/v1/session").catch(() => null);
  forgetCases();
  forgetListings();
  forgetQueue();
  forgetMoney();
  session = null;
  view = "";
  usePageToken("");
  showSignIn();
}

function failed(problem) {
  if (problem.code === "session.none") {
    session = null;
    return showSignIn(problem.message);
  }
  tell(problem.message, "trouble");
}

/** Runs what a button does; what goes wrong is told. */
async function act(work) {
  try {
    await work();
  } catch (problem) {
    failed(problem);
  }
}

/** What was written while the answer was on its way stays written, and whoever walks by keyboard stays where they were. */
function place(content) {
  const frame = document.getElementById("view");
  if (!frame) return;
  const within = (key) => frame.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const focused = document.activeElement?.closest("#view [data-key]");
  frame.replaceChildren(content);
  for (const [key, value] of written) {
    const field = within(key);
    if (field) field.value = value;
  }
  const now = focused && within(focused.dataset.key);
  now?.focus();
  if (now?.setSelectionRange && focused.selectionStart !== null) now.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

async function showView() {
  const mine = ++shown;
  written.clear();
  try {
    const content = await views[view]({ session, act, again: showView, go: choose });
    if (mine === shown) place(content);
  } catch (problem) {
    if (mine === shown) failed(problem);
  }
}

function choose(name) {
  view = name;
  showFrame();
}

function showFrame() {
  document.title = `${say(`view.${view}`)} · ${say("title")}`;
  page.replaceChildren(
    el("header", { class: "top" },
      el("img", { src: "/console.svg", alt: "", width: "32", height: "32" }),
      el("div", { class: "brand" }, el("strong", {}, say("title")), el("span", {}, say("district"))),
      el("nav", {}, viewsOf[session.role].map((name) =>
        el("button", { class: name === view ? "chosen" : "", "aria-current": name === view ? "page" : null, key: `view.${name}`,
          onclick: () => choose(name) }, say(`view.${name}`)))),
      el("div", { class: "who" }, el("span", { key: "who" }, `${session.name} · ${say(`role.${session.role}`)}`), languageButton(),
        el("button", { class: "plain", key: "sign-out", onclick: signOut }, say("sign-out")))),
    el("main", {}, el("h1", {}, say(`view.${view}`)), el("div", { id: "view", "aria-live": "polite" })));
  showView();
}

function begin() {
  usePageToken(session.csrf);
  if (!viewsOf[session.role].includes(view)) view = viewsOf[session.role][0];
  showFrame();
}

page.addEventListener("input", ({ target }) => {
  if (target.closest("#view") && target.dataset.key) written.set(target.dataset.key, target.value);
});

/** Numbers and kiosks keep themselves fresh; cases don't, lest they move under somebody's finger. */
setInterval(() => {
  const busy = document.querySelector("dialog") || document.activeElement?.closest("#view input, #view select");
  if (session && !document.hidden && ["summary", "kiosks", "queue"].includes(view) && !busy) showView();
}, refreshSeconds * 1000);

ask("GET", "/v1/session").then((known) => { session = known; begin(); }).catch(() => showSignIn());
