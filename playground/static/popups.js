/** Menus that drop from a button, questions before an action, and passing notices. */

import { button, el, fill, icon, uniqueId } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

const NOTICE_TIME = 7000;

/**
 * Open a menu under `anchor`. Items are `{label, detail?, checked?, run}` or
 * `{heading}`. Arrow keys walk, Escape and a click elsewhere close.
 */
export function openMenu(anchor, items, name) {
  const menu = el("div", {
    class: "menu",
    role: "menu",
    "aria-label": name,
    popover: "auto",
    id: uniqueId("menu"),
    data: { testid: "menu" },
  });
  menu.append(
    ...items.map((item) =>
      "heading" in item
        ? el("div", { class: "menu-heading", role: "presentation" }, item.heading)
        : menuItem(item, menu),
    ),
  );
  (anchor.closest("dialog") ?? document.querySelector("main")).append(menu);
  anchor.setAttribute("aria-expanded", "true");
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    menu.remove();
  });
  menu.addEventListener("keydown", (event) => walk(event, menu, anchor));
  menu.showPopover();
  placeUnder(menu, anchor);
  (menu.querySelector('[aria-checked="true"]') ?? menu.querySelector('[role^="menuitem"]'))?.focus();
}

function menuItem(item, menu) {
  const choose = () => {
    menu.hidePopover();
    item.run();
  };
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  const attributes = {
    role,
    tabindex: "-1",
    type: "button",
    class: "menu-item",
    "aria-checked": item.checked,
    on: { click: choose },
    data: item.data ?? {},
  };
  return el(
    "button",
    attributes,
    el("span", { class: "menu-label", dir: "auto" }, withEmoji(item.label)),
    item.detail && el("span", { class: "menu-detail" }, item.detail),
  );
}

function walk(event, menu, anchor) {
  const items = [...menu.querySelectorAll('[role^="menuitem"]')];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") {
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
    menu.hidePopover();
    anchor.focus();
  } else if (next !== undefined) {
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  }
}

function placeUnder(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = at.bottom + 4 + size.height < window.innerHeight;
  menu.style.top = `${Math.max(4, below ? at.bottom + 4 : at.top - size.height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - size.width - 8))}px`;
}

/** Mark `node` as at work while `work` runs; a second press meanwhile does nothing. */
export async function whileBusy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/** Ask Slack's confirm question; resolves to whether the person agreed. */
export function askConfirm(confirm, reader) {
  const title = uniqueId("confirm-title");
  const dialog = el("dialog", {
    class: "confirm",
    role: "alertdialog",
    "aria-labelledby": title,
    data: { testid: "confirm" },
  });
  const style = confirm.style === "danger" ? "danger" : "primary";
  const text =
    confirm.text?.type === "mrkdwn" ? mrkdwn(confirm.text.text, reader) : withEmoji(confirm.text?.text ?? "");
  const no = button(withEmoji(confirm.deny?.text ?? "No"), { data: { testid: "confirm-deny" } });
  const yes = button(withEmoji(confirm.confirm?.text ?? "Yes"), { class: style, data: { testid: "confirm-accept" } });
  fill(
    dialog,
    el("h2", { id: title, dir: "auto" }, withEmoji(confirm.title?.text ?? "")),
    el("p", { dir: "auto" }, text),
    el("div", { class: "dialog-buttons" }, no, yes),
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    const finish = (agreed) => {
      dialog.close();
      dialog.remove();
      resolve(agreed);
    };
    no.addEventListener("click", () => finish(false));
    yes.addEventListener("click", () => finish(true));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    dialog.showModal();
  });
}

/** Keep Tab inside `dialog`, from its last control to its first and back. */
export function trapFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [
      ...dialog.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']"),
    ].filter((node) => !node.disabled && node.tabIndex >= 0 && node.checkVisibility());
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  });
}

/** Show a passing notice above everything, modals too; `tone` is `info` or `error`. */
export function notify(words, tone = "info") {
  const host = document.getElementById("notices");
  const notice = el("div", { class: `notice ${tone}`, data: { testid: "notice" }, dir: "auto" }, el("span", {}, words));
  const remove = () => {
    notice.remove();
    if (!host.children.length && host.matches(":popover-open")) host.hidePopover();
  };
  notice.append(button("Dismiss", { class: "quiet icon-button", on: { click: remove } }, icon("close")));
  host.append(notice);
  if (host.matches(":popover-open")) host.hidePopover();
  host.showPopover();
  setTimeout(remove, NOTICE_TIME);
}
