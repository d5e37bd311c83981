/** What went over the wire: each call the app made, and each delivery to it, newest first. */

import { read } from "./api.js";
import { arrange } from "./blocks.js";
import { el } from "./dom.js";
import { store } from "./store.js";

const KEPT = 200;
const PENDING = 8;
const seen = { calls: 0, deliveries: 0 };
const entries = new Map();
let host = null;
let reading = false;
let again = false;
let timer;

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
  try {
    do {
      again = false;
      await readNew();
    } while (again);
  } finally {
    reading = false;
  }
}

/** Forget everything, after the workspace was reset. */
export function forgetCalls() {
  Object.assign(seen, { calls: 0, deliveries: 0 });
  entries.clear();
}

async function readNew() {
  const [calls, deliveries] = await Promise.all([
    read("calls", { after: seen.calls }),
    read("deliveries", { after: seen.deliveries }),
  ]);
  if (calls.n < seen.calls || deliveries.n < seen.deliveries) {
    forgetCalls();
    again = true;
    return;
  }
  const waiting = deliveries.deliveries.filter(isPending);
  seen.calls = calls.n;
  seen.deliveries = waiting.length ? waiting[0].n - 1 : deliveries.n;
  calls.calls.forEach((call) => keep(`call ${call.n}`, call, callNode));
  deliveries.deliveries.forEach((one) => keep(`delivery ${one.n}`, one, deliveryNode));
  arrange(host, newestFirst());
  clearTimeout(timer);
  if (waiting.length) timer = setTimeout(showCalls, 1000);
}

/** Whether the app may still acknowledge a delivery, which is then read once more. */
function isPending(one) {
  return !one.acked && Date.now() / 1000 - one.at < PENDING;
}

function keep(key, record, draw) {
  const source = JSON.stringify(record);
  if (entries.get(key)?.source !== source) entries.set(key, { at: record.at, source, node: draw(record) });
}

function newestFirst() {
  const sorted = [...entries].sort(([, one], [, other]) => other.at - one.at);
  sorted.slice(KEPT).forEach(([key]) => entries.delete(key));
  if (!sorted.length) return [el("li", { class: "empty" }, `${store.app.name} has not called yet.`)];
  return sorted.slice(0, KEPT).map(([, entry]) => entry.node);
}

function callNode(call) {
  const status = call.ok ? "ok" : (call.error ?? "error");
  const heading = [
    el("span", { class: "way out", title: "From the app" }, "app →"),
    el("code", {}, call.method),
    el("span", { class: `status ${call.ok ? "good" : "bad"}` }, status),
    el("span", { class: "muted" }, `${Math.round(call.ms)} ms`),
  ];
  return wireEntry(heading, { Arguments: call.args, Response: call.response });
}

function deliveryNode(one) {
  const who = store.people.get(one.user)?.name ?? one.user ?? "";
  const status = one.acked ? "ack" : isPending(one) ? "waiting" : "no ack";
  const heading = [
    el("span", { class: "way in", title: "To the app" }, "→ app"),
    el("code", {}, one.type ?? one.kind),
    el("span", { class: `status ${one.acked ? "good" : isPending(one) ? "muted" : "bad"}` }, status),
    el("span", { class: "muted" }, who),
  ];
  return wireEntry(heading, { Payload: one.payload, Acknowledgement: one.ack });
}

function wireEntry(heading, parts) {
  const details = el("details", {}, el("summary", {}, ...heading));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1)
      details.append(
        ...Object.entries(parts)
          .filter(([, value]) => value !== null && value !== undefined)
          .map(([name, value]) => payload(name, value)),
      );
  });
  return el("li", { class: "wire" }, details);
}

function payload(name, value) {
  const words = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return el("div", {}, el("h3", {}, name), el("pre", { tabindex: "0", role: "region", "aria-label": name }, words));
}
