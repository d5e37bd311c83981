/** The side bar: channels, people and the app; and the switch of who looks. */

import { act } from "./api.js";
import { appAvatar, avatar } from "./avatar.js";
import { clockTime } from "./dates.js";
import { el, icon } from "./dom.js";
import { guestWord } from "./messages.js";
import { notify, openMenu } from "./popups.js";
import { become, conversationName, go, load, nameOf, store } from "./store.js";

/** Draw the side bar into `host`; `chosen` is called after each choice (to close it on a phone). */
export function showSidebar(host, chosen) {
  const held = host.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const channels = store.conversations.filter((one) => one.kind === "channel");
  const people = [...store.people.values()].filter((one) => one.id !== store.me?.id && !one.is_bot && !one.deleted);
  host.replaceChildren(
    group(
      "Channels",
      channels.map((one) =>
        entry(one.id, el("span", { class: "sign" }, one.is_private ? icon("lock") : "#"), one.name, () =>
          leave(go(one.id), chosen),
        ),
      ),
    ),
    group(
      "Direct messages",
      people.map((one) =>
        entry(directWith(one)?.id ?? one.id, avatar(one.id, nameOf(one)), nameOf(one), () =>
          leave(openDirect(one), chosen),
        ),
      ),
    ),
    group(
      "Apps",
      store.me ? [entry(store.me.app_channel, appAvatar(), store.app.name, () => leave(go(appPlace()), chosen))] : [],
    ),
  );
  if (held) host.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
}

function group(name, entries) {
  return el(
    "section",
    { class: "side-group" },
    el("h2", {}, name),
    el("ul", {}, ...entries.map((node) => el("li", {}, node))),
  );
}

function entry(id, sign, name, run) {
  const here = store.place?.channel === id;
  const unread = store.unread.has(id);
  const classes = ["side-entry", here ? "here" : "", unread ? "unread" : ""].join(" ").trim();
  const attributes = {
    type: "button",
    class: classes,
    "aria-current": here ? "page" : undefined,
    data: { key: id, testid: "place" },
    on: { click: run },
  };
  return el(
    "button",
    attributes,
    sign,
    el("span", { class: "side-name", dir: "auto" }, name),
    unread && el("span", { class: "dot", role: "img", "aria-label": "new" }),
  );
}

/** The app's Home, or its messages when there is something new or no Home. */
function appPlace() {
  const { app_channel: messages } = store.me;
  return store.app.home_tab === false || store.unread.has(messages) ? messages : "home";
}

function directWith(person) {
  return store.conversations.find((one) => one.kind === "im" && one.user === person.id);
}

async function openDirect(person) {
  if (!directWith(person)) {
    await act("open_dm", { as: store.me.id, user: person.id });
    await load("conversations");
  }
  await go(directWith(person)?.id);
}

async function leave(going, chosen) {
  try {
    await going;
  } catch (problem) {
    notify(problem.message, "error");
  }
  chosen();
}

/** Draw who looks into the switch `host`, a button that opens the list of people. */
export function showPerson(host) {
  const { me } = store;
  if (!me) return;
  host.title = "Switch person";
  host.replaceChildren(
    avatar(me.id, nameOf(me)),
    el("span", { class: "visually-hidden" }, "You are "),
    el(
      "span",
      { class: "person-words" },
      el("span", { class: "person-name", dir: "auto" }, nameOf(me)),
      el("span", { class: "person-detail", dir: "auto" }, me.title || guestWord(me) || ""),
    ),
  );
}

/** Open the list of people one can be. */
export function openPeople(host) {
  const people = [...store.people.values()].filter((one) => !one.is_bot && !one.deleted);
  const items = people.map((one) => ({
    label: nameOf(one),
    detail: describe(one),
    checked: one.id === store.me.id,
    data: { userId: one.id },
    run: () => become(one).then(() => host.focus()),
  }));
  openMenu(host, [{ heading: "Look at the workspace as" }, ...items], "People");
}

/** What one should know about a person: role, kind, place, hour and language. */
function describe(person) {
  const zone = person.tz
    ? `${person.tz.split("/").at(-1).replaceAll("_", " ")} ${clockTime(Date.now() / 1000, { tz: person.tz, locale: "en-GB" })}`
    : undefined;
  return [person.title, guestWord(person), zone, person.locale].filter(Boolean).join(" · ");
}

/** The words above a conversation: its name and who is in it. */
export function placeWords(conversation) {
  if (!conversation) return { name: "", detail: "" };
  if (conversation.kind === "app") return { name: store.app.name, detail: store.app.description ?? "" };
  if (conversation.kind === "im")
    return { name: conversationName(conversation), detail: describe(store.people.get(conversation.user) ?? {}) };
  const count = (conversation.members ?? []).filter(
    (id) => store.people.has(id) && !store.people.get(id).is_bot,
  ).length;
  return { name: conversationName(conversation), detail: `${count} ${count === 1 ? "person" : "people"}` };
}
