/** The app's modals: one dialog that shows the top of the person's stack of views. */

import { act } from "./api.js";
import { showBlocks, showErrors } from "./blocks.js";
import { button, el, fill, icon } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { trapFocus } from "./popups.js";
import { load, store, surfaceOf } from "./store.js";

const dialog = el("dialog", { class: "modal", "aria-labelledby": "modal-title", data: { testid: "modal" } });
const title = el("h2", { id: "modal-title", dir: "auto" });
const form = el("form", { class: "modal-form", novalidate: true });
const banner = el("p", { class: "alert error", role: "alert", hidden: true });
const body = el("div", { class: "blocks" });
const footer = el("div", { class: "dialog-buttons" });
const back = button("Back", { class: "icon-button quiet", on: { click: () => close(false) } }, icon("back"));
const dismiss = button(
  "Close",
  { class: "icon-button quiet", data: { testid: "modal-dismiss" }, on: { click: () => close(true) } },
  icon("close"),
);
let opener = null;
let current = null;

/** Put the dialog into the page; afterwards `showModal` keeps it true. */
export function setUpModal() {
  form.append(
    el("div", { class: "modal-head" }, back, title, dismiss),
    el("div", { class: "modal-body", tabindex: "-1" }, banner, body),
    footer,
  );
  dialog.append(form);
  document.body.append(dialog);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      close(false);
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  trapFocus(dialog);
}

/** Show the top view of the store's stack, or none. */
export function showModal() {
  const view = store.views.at(-1);
  if (!view) hide();
  else {
    const isNew = view.id !== current?.id;
    current = view;
    if (!dialog.open) open();
    draw(view, isNew);
  }
}

function open() {
  opener = document.activeElement;
  dialog.showModal();
}

function hide() {
  current = null;
  if (!dialog.open) return;
  dialog.close();
  body.replaceChildren();
  body.drawnBlocks = undefined;
  const target = opener?.isConnected && opener !== document.body ? opener : document.getElementById("composer");
  target?.focus();
}

function draw(view, isNew) {
  if (isNew) {
    body.drawnBlocks = undefined;
    setBusy(false);
    say("");
  }
  title.textContent = withEmoji(view.title?.text ?? "");
  back.hidden = store.views.length < 2;
  const surface = surfaceOf({ view_id: view.id });
  surface.keepOnly(view.blocks ?? []);
  showBlocks(body, view.blocks ?? [], { reader: store, surface });
  drawFooter(view);
  if (isNew) focusFirst();
}

function drawFooter(view) {
  const cancel = button(withEmoji(view.close?.text ?? (view.submit ? "Cancel" : "Close")), {
    data: { testid: "modal-close" },
    on: { click: () => close(false) },
  });
  const send =
    view.submit &&
    el("button", { type: "submit", class: "primary", data: { testid: "modal-submit" } }, withEmoji(view.submit.text));
  const held = footer.contains(document.activeElement) ? document.activeElement.dataset.testid : undefined;
  const source = JSON.stringify([view.id, view.close, view.submit]);
  if (footer.dataset.source === source) return;
  footer.dataset.source = source;
  fill(footer, cancel, send);
  if (held) footer.querySelector(`[data-testid="${held}"]`)?.focus();
}

function focusFirst() {
  const wanted =
    body.querySelector("[data-focus-first]") ??
    body.querySelector(".field :is(input, select, textarea)") ??
    footer.querySelector(".primary") ??
    footer.querySelector("button");
  wanted?.focus();
}

function say(words) {
  banner.textContent = words;
  banner.hidden = !words;
}

function setBusy(busy) {
  form.setAttribute("aria-busy", busy);
  footer.querySelector(".primary")?.toggleAttribute("data-busy", busy);
}

async function submit() {
  if (!current || form.getAttribute("aria-busy") === "true") return;
  const view = current;
  setBusy(true);
  say("");
  showErrors(body, {});
  try {
    const answer = await act("submit", {
      as: store.me.id,
      view_id: view.id,
      values: surfaceOf({ view_id: view.id }).values,
    });
    if (answer.result === "timeout")
      say(`${store.app.name} did not answer in time. What you entered is still here; try again.`);
    if (answer.result === "errors") complain(answer.errors ?? {});
    else await load("views");
  } catch (problem) {
    say(problem.message);
  } finally {
    setBusy(false);
  }
}

function complain(errors) {
  const homeless = showErrors(body, errors);
  say(Object.values(homeless).join(" "));
}

async function close(all) {
  if (!current) return;
  try {
    await act("close", { as: store.me.id, view_id: current.id, all });
    await load("views");
  } catch (problem) {
    say(problem.message);
  }
}
