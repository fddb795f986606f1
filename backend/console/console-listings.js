// The public lists: what waits for a second person, what is published, and a form to propose a document.
import { say, known, localised } from "./console-words.js";
import { ask, confirmation, el, empty, pill, tell, time } from "./console-parts.js";

const tones = { proposed: "caution", published: "good" };
const approvers = ["street", "department", "supervisor", "administrator"];

async function approve(one, again) {
  const yes = await confirmation({ title: say("listing.approve"), lines: [localised(one.title), localised(one.body)] });
  if (yes === null) return;
  await ask("POST", `/v1/admin/listings/${encodeURIComponent(one.id)}/approve`);
  tell(say("listing.approved"));
  await again();
}

async function takeBack(one, again) {
  const yes = await confirmation({ title: say("listing.take-back"), lines: [localised(one.title)] });
  if (yes === null) return;
  await ask("POST", `/v1/admin/listings/${encodeURIComponent(one.id)}/take-back`);
  tell(say("listing.taken-back"));
  await again();
}

function row(one, session, act, again) {
  const may = approvers.includes(session.role);
  const kind = known(`listing.kind.${one.kind}`) ? say(`listing.kind.${one.kind}`) : one.kind;
  return el("tr", { key: `listing.${one.id}.${one.version}` },
    el("td", {}, el("strong", {}, localised(one.title)), el("small", {}, `${one.id} · ${say("listing.version", { n: one.version })}`)),
    el("td", {}, kind), el("td", {}, localised(one.publisher)), el("td", {}, time(one.published_at)),
    el("td", {}, one.proposed_by || say("listing.by-rule"), el("small", {}, one.approved_by)),
    el("td", { class: "number" }, one.mark ? String(one.marks) : "–"),
    el("td", {}, pill(tones[one.state] ?? "muted", say(`listing.${one.state}`)),
      may && one.state === "proposed" && one.proposed_by !== session.name && el("button", { class: "quiet", key: `listing.${one.id}.approve`,
        onclick: () => act(() => approve(one, again)) }, say("listing.approve")),
      (may || session.role === "community") && one.state === "published" && el("button", { class: "quiet", key: `listing.${one.id}.take-back`,
        onclick: () => act(() => takeBack(one, again)) }, say("listing.take-back"))));
}

function field(name, element) { return [el("label", { for: `listing.${name}` }, say(`listing.field.${name}`)), element]; }

/** A document or notice of the community; another person approves it. */
function proposal(act, again) {
  const input = (name, size) => el("input", { id: `listing.${name}`, key: `listing.field.${name}`, required: true, maxlength: size });
  const id = input("id", "40"), title = input("title", "60"), publisher = input("publisher", "60");
  const body = el("textarea", { id: "listing.body", key: "listing.field.body", required: true, maxlength: "4000", rows: "6" });
  const send = async () => {
    const both = (element) => ({ zh: element.value, en: element.value });
    await ask("POST", "/v1/admin/listings", { id: id.value, kind: "document", title: both(title), body: both(body), publisher: both(publisher),
      fresh_days: 90, item_code: "MZ-0020" });
    tell(say("listing.was-proposed"));
    await again();
  };
  return el("details", { class: "card" }, el("summary", { key: "listing.new" }, say("listing.new")),
    el("form", { onsubmit: (event) => { event.preventDefault(); act(send); } },
      ...field("id", id), ...field("title", title), ...field("publisher", publisher), ...field("body", body),
      el("button", { class: "primary", key: "listing.propose" }, say("listing.propose"))));
}

let form = null; // kept, so that what is typed outlives the next look at the list

export async function listings({ session, act, again }) {
  const { listings: all } = await ask("GET", "/v1/admin/listings");
  form ??= proposal(act, async () => { form = null; await again(); });
  const shown = all.filter((one) => one.state === "proposed" || one.state === "published");
  shown.sort((one, other) => (one.state === "proposed" ? 0 : 1) - (other.state === "proposed" ? 0 : 1));
  const heads = ["title", "kind", "publisher", "published", "by", "marks", "state"];
  return el("section", {}, form,
    shown.length ? el("div", { class: "table" }, el("table", {},
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, say(`listing.head.${head}`))))),
      el("tbody", {}, shown.map((one) => row(one, session, act, again))))) : empty());
}

/** Who signs in next finds nothing half written. */
export function forgetListings() { form = null; }
