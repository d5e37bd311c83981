/**
 * What the page knows: the workspace, who looks, where they are and what is there.
 *
 * Loading is idempotent: an event only says what to load again, so a missed or
 * doubled event cannot leave a wrong picture. Whoever draws subscribes to a topic:
 * `state`, `place`, `conversations`, `messages`, `home`, `views`, `calls`, `line`,
 * `reset`.
 */

import { fileAddress, follow, read } from "./api.js";
import { notify } from "./popups.js";
import { Surface } from "./surface.js";

const listeners = new Map();
const surfaces = new Map();
const loading = new Map();
let stopFollowing = () => {};

/** The picture itself. It is also the `reader` that draws names and dates. */
export const store = {
  team: { name: "" },
  app: { commands: [], shortcuts: [] },
  people: new Map(),
  channels: new Map(),
  buttons: [],
  delivery: "socket",
  appConnections: 0,
  me: null,
  place: null,
  conversations: [],
  messages: [],
  home: null,
  views: [],
  unread: new Set(),
  online: true,
  openChannel: (id) => go(id),
  conversationName,
  fileAddress: (id, download) => fileAddress(id, store.me.id, download),
};

/** Call `listener` after each change of a topic. */
export function subscribe(topic, listener) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
}

function tell(topic) {
  (listeners.get(topic) ?? []).forEach((listener) => listener());
}

/** The name a conversation bears for the one who looks. */
export function conversationName(conversation) {
  if (conversation.kind === "im") return nameOf(store.people.get(conversation.user)) || conversation.name;
  return conversation.kind === "app" ? store.app.name : `#${conversation.name}`;
}

/** A person's name as people call them. */
export function nameOf(person) {
  return person?.real_name || person?.name || "";
}

/** The memory of what was typed and chosen at a place, one for each. */
export function surfaceOf(place) {
  const key = `${store.me.id} ${JSON.stringify(place)}`;
  if (!surfaces.has(key)) surfaces.set(key, new Surface(place, store.me.id, (words) => notify(words, "error")));
  return surfaces.get(key);
}

/** The conversation that is open, or undefined while Home is. */
export function conversation() {
  return store.conversations.find((one) => one.id === store.place?.channel);
}

/** First load; afterwards the page follows the events. */
export async function start() {
  window.addEventListener("hashchange", () => followHash());
  await loadState();
  await followHash();
}

async function loadState() {
  const state = await read("state");
  Object.assign(store, {
    team: state.team,
    app: state.app,
    buttons: state.buttons,
    delivery: state.delivery,
    appConnections: state.connections,
    seq: state.seq,
  });
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.channels = new Map(state.channels.filter((one) => one.kind === "channel").map((one) => [one.id, one]));
  if (store.me) store.me = store.people.get(store.me.id) ?? store.me;
  tell("state");
}

async function followHash() {
  const [person, target] = decodeURIComponent(location.hash.slice(1)).split("/");
  const people = [...store.people.values()].filter((one) => !one.is_bot && !one.deleted);
  const wanted = people.find((one) => one.id === person) ?? store.me ?? people[0];
  if (wanted.id === store.me?.id) await go(target || store.place?.channel);
  else await become(wanted, target);
}

/** Look at the workspace as somebody else: at `target`, else at the same place where they may. */
export async function become(person, target) {
  const wasHome = store.place?.home;
  const wasApp = conversation()?.kind === "app";
  const before = store.place?.channel;
  stopFollowing();
  Object.assign(store, { me: person, messages: [], home: null, views: [], unread: new Set() });
  tell("views");
  listen();
  await Promise.all([load("conversations"), load("views")]);
  tell("state");
  await go(target || (wasHome ? "home" : wasApp ? person.app_channel : before));
}

function listen() {
  stopFollowing();
  stopFollowing = follow(store.me.id, store.seq, {
    onEvent: heed,
    onLost: () => setOnline(false),
    onBack: async () => {
      await loadState();
      setOnline(true);
      listen();
      await loadAll();
    },
  });
}

function setOnline(online) {
  store.online = online;
  tell("line");
}

async function loadAll() {
  await Promise.all([load("conversations"), load("views"), load(store.place?.home ? "home" : "messages")]);
  tell("calls");
}

/** Go to a conversation by id, or to the app's `home`. */
export async function go(target) {
  const home = target === "home" && store.app.home_tab !== false;
  const seen = store.conversations.find((one) => one.id === target) ?? store.conversations[0];
  store.place = home ? { home: true, channel: store.me.app_channel } : { channel: seen?.id };
  const hash = `#${store.me.id}/${home ? "home" : (seen?.id ?? "")}`;
  if (location.hash !== hash) history.replaceState(null, "", hash);
  if (!home) store.unread.delete(store.place.channel);
  Object.assign(store, { messages: [] });
  tell("place");
  await load(home ? "home" : "messages");
}

const LOADERS = {
  conversations: async () => take(await readMine("conversations"), "conversations"),
  messages: async () => {
    const { channel } = store.place;
    if (!channel) return;
    const answer = await readMine("conversation", { channel });
    if (channel === store.place.channel && !store.place.home) take(answer, "messages");
  },
  home: async () => {
    const answer = await readMine("home");
    if (answer) store.home = answer.view;
  },
  views: async () => take(await readMine("views"), "views"),
};

/** Read what the one who looks may see; undefined when it comes after somebody else has taken over. */
async function readMine(what, more = {}) {
  const { id } = store.me;
  const answer = await read(what, { as: id, ...more });
  return id === store.me.id ? answer : undefined;
}

function take(answer, key) {
  if (answer) store[key] = answer[key];
}

/** Load a topic again; calls that come while one is under way lead to one more load, for which all of them wait. */
export function load(topic) {
  const running = loading.get(topic);
  if (running) {
    running.again = true;
    return running.done;
  }
  const run = { again: false };
  run.done = loadUntilQuiet(topic, run);
  loading.set(topic, run);
  return run.done;
}

async function loadUntilQuiet(topic, run) {
  try {
    do {
      run.again = false;
      await LOADERS[topic]();
    } while (run.again);
  } catch (problem) {
    notify(problem.message, "error");
  } finally {
    loading.delete(topic);
  }
  tell(topic);
}

function heed(event) {
  store.seq = event.seq ?? store.seq;
  const handler = HEED[event.kind];
  if (handler) handler(event);
}

const HEED = {
  message: heedMessage,
  message_changed: heedMessage,
  message_deleted: heedMessage,
  view_opened: () => load("views"),
  view_pushed: () => load("views"),
  view_updated: () => load("views"),
  view_closed: () => load("views"),
  home: () => store.place?.home && load("home"),
  conversation: async () => {
    await loadState();
    await load("conversations");
  },
  error: (event) => notify(event.text, "error"),
  call: () => tell("calls"),
  connections: (event) => {
    store.appConnections = event.connections;
    tell("line");
  },
  reset: async () => {
    surfaces.clear();
    tell("reset");
    await loadState();
    await loadAll();
  },
};

function heedMessage(event) {
  const here = event.channel === store.place?.channel && !store.place.home;
  if (here) load("messages");
  else if (event.kind === "message" && event.message?.user !== store.me.id) store.unread.add(event.channel);
  if (!store.conversations.some((one) => one.id === event.channel)) load("conversations");
  else tell("conversations");
}
