/** The messages of a conversation: their words, blocks, files, threads and menus. */

import { act } from "./api.js";
import { appAvatar, avatar } from "./avatar.js";
import { arrange, showBlocks } from "./blocks.js";
import { clockTime, dayName, fullTime, isoDay } from "./dates.js";
import { button, el, icon } from "./dom.js";
import { fileList } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";
import { notify, openMenu } from "./popups.js";
import { nameOf, store, surfaceOf } from "./store.js";

const drawn = new Map();
const NEAR_END = 120;
const TOOLBAR_ROOM = 16;

/** Make `host` (a log region) show the store's messages; `reply(message)` answers in a thread. */
export function showMessages(host, reply) {
  const scroller = host.parentElement;
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  const key = `${store.me.id} ${store.place.channel}`;
  const moved = host.dataset.place !== key;
  if (moved) drawn.clear();
  host.dataset.place = key;
  const last = store.messages.at(-1);
  const mine = last && last.ts !== host.dataset.last && (last.user === store.me.id || last.ephemeral);
  host.dataset.last = last?.ts ?? "";
  const nodes = threaded(store.messages).flatMap(({ message, reply: isReply, newDay }) =>
    [newDay && dayLine(message), messageNode(message, isReply, reply)].filter(Boolean),
  );
  arrange(host, nodes.length ? nodes : [emptyNote()]);
  if (moved || atEnd || mine) showEnd(scroller, nodes.at(-1));
}

/** Scroll to the newest message: to its end, or to its beginning when it is taller than the view. */
function showEnd(scroller, newest) {
  scroller.scrollTop = scroller.scrollHeight;
  const above = newest ? scroller.getBoundingClientRect().top - newest.getBoundingClientRect().top : 0;
  if (above > 0) scroller.scrollTop -= above + TOOLBAR_ROOM;
}

/** Parents in time order, each followed by its replies. */
function threaded(messages) {
  const roots = messages.filter((message) => !message.thread_ts || message.thread_ts === message.ts);
  const known = new Set(roots.map((message) => message.ts));
  const orphans = messages.filter(
    (message) => message.thread_ts && message.thread_ts !== message.ts && !known.has(message.thread_ts),
  );
  const top = [...roots, ...orphans].sort((one, other) => Number(one.ts) - Number(other.ts));
  let day;
  return top.flatMap((message) => {
    const today = isoDay(Number(message.ts), store.me);
    const newDay = today !== day;
    day = today;
    const replies = messages.filter((one) => one.thread_ts === message.ts && one.ts !== message.ts);
    return [{ message, newDay }, ...replies.map((one) => ({ message: one, reply: true }))];
  });
}

function dayLine(message) {
  const words = dayName(Number(message.ts), store.me);
  return reuse(`day ${isoDay(Number(message.ts), store.me)}`, words, () =>
    el("div", { class: "day", role: "separator", "aria-label": words }, el("span", {}, words)),
  );
}

function emptyNote() {
  const command = store.app.commands[0]?.command;
  return el(
    "p",
    { class: "empty" },
    command ? `Nothing here yet. Type ${command} to talk to ${store.app.name}.` : "Nothing here yet.",
  );
}

/** The node drawn before under `key` when its source is the same, else a new one. */
function reuse(key, source, draw) {
  const old = drawn.get(key);
  if (old?.source === source) return old.node;
  const node = draw(old?.node);
  drawn.set(key, { source, node });
  return node;
}

function messageNode(message, isReply, reply) {
  const source = JSON.stringify([message, isReply]);
  return reuse(message.ts, source, (old) => {
    const node = old ?? el("article", { data: { testid: "message", ts: message.ts } });
    node.className = ["message", isReply ? "reply" : "", message.ephemeral ? "is-ephemeral" : ""].join(" ").trim();
    const held = node.contains(document.activeElement) ? document.activeElement : undefined;
    fillMessage(node, message, reply);
    if (held) focusAgain(node, held);
    return node;
  });
}

/** After a message was drawn anew: to the same control, or to the message when that is gone. */
function focusAgain(node, held) {
  const same = [...node.querySelectorAll("[data-action-id]")].find(
    (one) => one.dataset.actionId === held.dataset.actionId,
  );
  node.tabIndex = -1;
  (held.isConnected && node.contains(held) ? held : (same ?? node)).focus({ preventScroll: true });
}

function fillMessage(node, message, reply) {
  const author = authorOf(message);
  const body = node.querySelector(".blocks") ?? el("div", { class: "blocks" });
  const content = el("div", { class: "message-content", data: message.ephemeral ? { testid: "ephemeral" } : {} });
  if (message.ephemeral) content.append(el("p", { class: "only-you" }, icon("eye"), "Only visible to you"));
  content.append(heading(message, author), words(message), body);
  if (message.files?.length) content.append(fileList(message.files));
  if (message.reply_count && !message.ephemeral)
    content.append(
      el("p", { class: "muted small" }, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`),
    );
  node.setAttribute("aria-label", `${author.name}, ${clockTime(Number(message.ts), store.me)}`);
  showBlocks(body, blocksOf(message), {
    reader: store,
    surface: surfaceOf({ channel: message.channel, ts: message.ts }),
  });
  node.replaceChildren(author.face, content, toolbar(message, reply));
}

function authorOf(message) {
  const isApp = message.user === store.app.bot_user_id || message.bot_id === store.app.bot_id;
  if (isApp) return { name: message.username || store.app.name, face: appAvatar(), isApp };
  const person = store.people.get(message.user);
  const name = nameOf(person) || message.username || "Workspace";
  return { name, face: avatar(message.user ?? "W", name), person };
}

function heading(message, author) {
  const seconds = Number(message.ts);
  const guest = guestWord(author.person);
  return el(
    "div",
    { class: "message-head" },
    el("strong", { class: "author", dir: "auto" }, author.name),
    author.isApp && el("span", { class: "tag" }, "App"),
    guest && el("span", { class: "tag guest" }, guest),
    el("time", { class: "muted", title: fullTime(seconds, store.me) }, clockTime(seconds, store.me)),
    message.edited && el("span", { class: "muted small" }, "(edited)"),
  );
}

/** `Guest` or `Partner` for people of limited trust, otherwise nothing. */
export function guestWord(person) {
  if (person?.is_stranger) return "Other company";
  return person?.is_restricted || person?.is_ultra_restricted ? "Guest" : undefined;
}

/** An app's blocks. What a person typed also comes as rich text, but its text says the same. */
function blocksOf(message) {
  return message.bot_id ? (message.blocks ?? []) : [];
}

/** The text of a message; an app's blocks make it only their summary for notifications. */
function words(message) {
  const shown = message.text && !blocksOf(message).length;
  return shown ? el("div", { class: "words", dir: "auto" }, mrkdwn(message.text, store)) : "";
}

function toolbar(message, reply) {
  const shortcuts = store.app.shortcuts.filter((one) => one.type === "message");
  const bar = el("div", { class: "toolbar" });
  if (message.ephemeral) return bar;
  bar.append(
    button("Reply in thread", { class: "icon-button quiet", on: { click: () => reply(message) } }, icon("reply")),
  );
  if (shortcuts.length) {
    const more = button(
      "More actions",
      { class: "icon-button quiet", "aria-haspopup": "menu", "aria-expanded": "false" },
      icon("more"),
    );
    more.addEventListener("click", () =>
      openMenu(
        more,
        shortcuts.map((one) => shortcutItem(one, message)),
        "More actions",
      ),
    );
    bar.append(more);
  }
  return bar;
}

function shortcutItem(shortcut, message) {
  const run = () =>
    act("shortcut", {
      as: store.me.id,
      callback_id: shortcut.callback_id,
      channel: message.channel,
      ts: message.ts,
    }).catch((problem) => notify(problem.message, "error"));
  return { label: shortcut.name, detail: store.app.name, run };
}
