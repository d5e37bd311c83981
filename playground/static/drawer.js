/** What went over the wire: each call the app made, and each delivery to it, newest first. */

import { read } from "./api.js";
import { el } from "./dom.js";
import { store } from "./store.js";

const KEPT = 200;
const seen = { calls: 0, deliveries: 0 };
const entries = [];
let host = null;
let reading = false;
let again = false;

/** Draw the drawer's list into `list`, and keep it current while it is open. */
export function setUpDrawer(list) {
  host = list;
}

/** Read what is new and show it; only called while the drawer is open. */
export async function showCalls() {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  do {
    again = false;
    await readNew();
  } while (again);
  reading = false;
}

/** Forget everything, after the workspace was reset. */
export function forgetCalls() {
  Object.assign(seen, { calls: 0, deliveries: 0 });
  entries.length = 0;
}

async function readNew() {
  const [calls, deliveries] = await Promise.all([read("calls", { after: seen.calls }), read("deliveries", { after: seen.deliveries })]);
  if (calls.n < seen.calls || deliveries.n < seen.deliveries) return forgetCalls();
  seen.calls = calls.n;
  seen.deliveries = deliveries.n;
  const fresh = [...calls.calls.map((call) => ({ at: call.at, node: callNode(call) })), ...deliveries.deliveries.map((one) => ({ at: one.at, node: deliveryNode(one) }))];
  entries.push(...fresh);
  entries.sort((one, other) => order(other.at) - order(one.at));
  entries.splice(KEPT);
  host.replaceChildren(...(entries.length ? entries.map((entry) => entry.node) : [el("li", { class: "empty" }, `${store.app.name} has not called yet.`)]));
  return undefined;
}

function order(at) {
  return typeof at === "number" ? at : Date.parse(at) / 1000;
}

function callNode(call) {
  const status = call.ok ? "ok" : (call.error ?? "error");
  const heading = [el("span", { class: "way out", title: "From the app" }, "app →"), el("code", {}, call.method), el("span", { class: `status ${call.ok ? "good" : "bad"}` }, status), el("span", { class: "muted" }, `${Math.round(call.ms)} ms`)];
  return wireEntry(heading, { Arguments: call.args, Response: call.response });
}

function deliveryNode(one) {
  const who = store.people.get(one.user)?.name ?? one.user ?? "";
  const status = one.acked ? "ack" : "no ack";
  const heading = [el("span", { class: "way in", title: "To the app" }, "→ app"), el("code", {}, one.type ?? one.kind), el("span", { class: `status ${one.acked ? "good" : "bad"}` }, status), el("span", { class: "muted" }, who)];
  return wireEntry(heading, { Payload: one.payload, Acknowledgement: one.ack });
}

function wireEntry(heading, parts) {
  const details = el("details", {}, el("summary", {}, ...heading));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(...Object.entries(parts).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => payload(name, value)));
  });
  return el("li", { class: "wire" }, details);
}

function payload(name, value) {
  const words = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el("div", {}, el("h3", {}, name), el("pre", { tabindex: "0", role: "region", "aria-label": name }, words));
}
