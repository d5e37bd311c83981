/** Where one writes: messages, slash commands, files and the app's global shortcuts. */

import { act, upload } from "./api.js";
import { commandBeing, suggestions } from "./completion.js";
import { button, el, icon } from "./dom.js";
import { notify, openMenu, whileBusy } from "./popups.js";
import { conversation, conversationName, load, store } from "./store.js";

const drafts = new Map();
const state = { thread: null, shown: [], active: 0, draftKey: "", sending: 0 };

const list = el("ul", {
  class: "completion",
  id: "completion",
  role: "listbox",
  "aria-label": "Commands",
  hidden: true,
});
const hint = el("p", { class: "command-hint", id: "command-hint", hidden: true });
const threadLine = el("p", { class: "thread-line", hidden: true });
const field = el("textarea", {
  id: "composer",
  rows: 1,
  dir: "auto",
  "aria-controls": "completion",
  "aria-autocomplete": "list",
  "aria-describedby": "command-hint",
  data: { testid: "composer" },
});
const picker = el("input", {
  type: "file",
  class: "visually-hidden",
  tabindex: "-1",
  "aria-label": "Choose a file to send",
});
const send = button(
  "Send",
  { class: "primary icon-button", data: { testid: "send" }, on: { click: () => submit() } },
  icon("send"),
);
const bolt = button(
  "Shortcuts",
  {
    class: "icon-button quiet",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    data: { testid: "shortcuts" },
    on: { click: () => openShortcuts() },
  },
  icon("bolt"),
);
const attach = button(
  "Attach a file",
  { class: "icon-button quiet", data: { testid: "attach" }, on: { click: () => picker.click() } },
  icon("plus"),
);

/** Build the composer into `host` and listen for `/` anywhere in the page. */
export function setUpComposer(host) {
  host.append(list, threadLine, el("div", { class: "composer-box" }, attach, bolt, field, send, picker), hint);
  field.addEventListener("input", refresh);
  field.addEventListener("keydown", keys);
  field.addEventListener("blur", () => hideList());
  picker.addEventListener("change", sendFile);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
      return;
    if (document.activeElement.matches("input, textarea, select")) return;
    event.preventDefault();
    field.focus();
    if (!field.value) write("/");
  });
}

/** Show the draft of the place that is open. */
export function showComposer() {
  const key = `${store.me.id} ${store.place.channel}`;
  const open = conversation();
  field.setAttribute("aria-label", open ? `Message to ${conversationName(open)}` : "Message");
  field.placeholder = open ? `Message ${conversationName(open)}` : "";
  bolt.hidden = !store.app.shortcuts.some((one) => one.type === "global");
  if (state.draftKey === key) return;
  state.draftKey = key;
  replyTo(null, false);
  write(drafts.get(key) ?? "");
}

/** Answer a message in its thread; null writes to the conversation again. */
export function replyTo(message, focus = true) {
  state.thread = message && (message.thread_ts ?? message.ts);
  threadLine.hidden = !message;
  threadLine.replaceChildren(
    "Replying in the thread. ",
    button("Write to the conversation instead", { class: "link", on: { click: () => replyTo(null) } }),
  );
  if (focus) field.focus();
}

function write(text) {
  field.value = text;
  refresh();
}

function refresh() {
  drafts.set(state.draftKey, field.value);
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  send.disabled = !field.value.trim();
  showList(suggestions(field.value, store.app.commands));
  const command = commandBeing(field.value, store.app.commands);
  hint.hidden = !command?.usage_hint;
  hint.textContent = command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
}

function showList(found) {
  state.shown = found;
  list.replaceChildren(...found.map((entry, index) => suggestion(entry, index)));
  const shown = found.length > 0 && document.activeElement === field;
  list.hidden = !shown;
  if (shown) activate(0);
  else field.removeAttribute("aria-activedescendant");
}

function hideList() {
  list.hidden = true;
  field.removeAttribute("aria-activedescendant");
}

function suggestion(entry, index) {
  const choose = () => write(entry.text);
  return el(
    "li",
    {
      role: "option",
      id: `completion-${index}`,
      "aria-selected": "false",
      data: { testid: "completion-option" },
      on: { mousedown: (event) => event.preventDefault(), click: choose },
    },
    el("strong", {}, entry.label),
    entry.hint && el("span", { class: "usage" }, ` ${entry.hint}`),
    entry.description && el("span", { class: "muted" }, entry.description),
  );
}

function activate(index) {
  state.active = (index + state.shown.length) % state.shown.length;
  [...list.children].forEach((node, place) => node.setAttribute("aria-selected", place === state.active));
  list.children[state.active].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", `completion-${state.active}`);
}

function keys(event) {
  if (event.isComposing) return;
  const open = !list.hidden && state.shown.length > 0;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (open && step) {
    event.preventDefault();
    activate(state.active + step);
  } else if (open && (event.key === "Tab" || (event.key === "Enter" && unfinished())) && !event.shiftKey) {
    event.preventDefault();
    write(state.shown[state.active].text);
  } else if (event.key === "Escape") {
    if (open) hideList();
    else if (state.thread) replyTo(null);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  }
}

/** Whether Enter should complete: a command not yet whole, never one that is ready to go. */
function unfinished() {
  const typed = field.value;
  const [word, ...rest] = typed.split(" ");
  const whole = store.app.commands.some((one) => one.command === word);
  return !whole || (rest.length > 0 && rest[0] !== "");
}

async function submit() {
  const text = field.value.trim();
  if (!text) return;
  const { draftKey, thread } = state;
  const body = { as: store.me.id, channel: store.place.channel, text };
  write("");
  const sent = () =>
    text.startsWith("/") ? act("command", body) : act("say", { ...body, thread_ts: thread ?? undefined });
  try {
    await busyUntil(sent());
    replyTo(null, false);
  } catch (problem) {
    notify(problem.message, "error");
    if (state.draftKey === draftKey && !field.value) write(text);
    else if (!drafts.get(draftKey)) drafts.set(draftKey, text);
  }
}

/** Show that something is on its way; several may be. */
async function busyUntil(sending) {
  state.sending += 1;
  send.setAttribute("aria-busy", "true");
  try {
    await sending;
  } finally {
    state.sending -= 1;
    if (!state.sending) send.removeAttribute("aria-busy");
  }
}

async function sendFile() {
  const [file] = picker.files;
  if (!file) return;
  try {
    await upload(file, {
      as: store.me.id,
      channel: store.place.channel,
      thread_ts: state.thread,
      text: field.value.trim(),
    });
    write("");
    await load("messages");
  } catch (problem) {
    notify(problem.message, "error");
  } finally {
    picker.value = "";
  }
}

function openShortcuts() {
  const run = (one) =>
    whileBusy(bolt, () =>
      act("shortcut", { as: store.me.id, callback_id: one.callback_id, channel: store.place.channel }).catch(
        (problem) => notify(problem.message, "error"),
      ),
    );
  const items = store.app.shortcuts
    .filter((one) => one.type === "global")
    .map((one) => ({ label: one.name, detail: one.description, run: () => run(one) }));
  openMenu(bolt, [{ heading: store.app.name }, ...items], "Shortcuts");
}
