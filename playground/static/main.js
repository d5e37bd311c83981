/** The page put together: what is drawn where, and when. */

import { act } from "./api.js";
import { replyTo, setUpComposer, showComposer } from "./composer.js";
import { icon } from "./dom.js";
import { forgetCalls, setUpDrawer, showCalls } from "./drawer.js";
import { showHome } from "./home.js";
import { showLauncher } from "./launcher.js";
import { showMessages } from "./messages.js";
import { setUpModal, showModal } from "./modal.js";
import { notify } from "./popups.js";
import { openPeople, placeWords, showPerson, showSidebar } from "./sidebar.js";
import { conversation, go, start, store, subscribe } from "./store.js";

const at = (id) => document.getElementById(id);

function showState() {
  at("team-name").textContent = store.team.name;
  document.title = `${store.app.name} in ${store.team.name}`;
  showLauncher(at("launcher"), store.buttons);
  showPerson(at("person"));
  showLine();
}

function showLine() {
  const words = !store.online
    ? "Reconnecting to the playground…"
    : store.delivery === "socket" && !store.appConnections
      ? `${store.app.name} is not connected.`
      : "";
  at("line").textContent = words;
  at("line").hidden = !words;
}

function showSide() {
  showSidebar(at("sidebar-list"), () => openSidebar(false));
  at("tab-messages").classList.toggle("unread", store.unread.has(store.me.app_channel));
}

function openSidebar(open) {
  document.body.classList.toggle("side-open", open);
  at("side-toggle").setAttribute("aria-expanded", open);
}

function showPlace() {
  const open = conversation();
  const isApp = open?.kind === "app";
  const { name, detail } = placeWords(open);
  at("place-name").textContent = name;
  at("place-detail").textContent = detail;
  at("tabs").hidden = !isApp || store.app.home_tab === false;
  for (const [id, home] of [
    ["tab-home", true],
    ["tab-messages", false],
  ]) {
    const here = Boolean(store.place.home) === home;
    at(id).setAttribute("aria-selected", here);
    at(id).tabIndex = here ? 0 : -1;
  }
  at("home-panel").hidden = !store.place.home;
  at("talk-panel").hidden = Boolean(store.place.home);
  label(at("talk-panel"), isApp && store.app.home_tab !== false, "tab-messages", `Messages of ${name}`);
  showSide();
  if (!store.place.home) {
    showMessages(at("messages"), replyTo);
    showComposer();
  } else tellAppHome();
}

function label(panel, tabbed, tab, words) {
  panel.setAttribute("role", tabbed ? "tabpanel" : "region");
  if (tabbed) panel.setAttribute("aria-labelledby", tab);
  else {
    panel.removeAttribute("aria-labelledby");
    panel.setAttribute("aria-label", words);
  }
}

/** The app hears that its Home tab was opened, and usually publishes a fresh one. */
function tellAppHome() {
  at("home").replaceChildren();
  at("home").drawnBlocks = undefined;
  act("open_home", { as: store.me.id, tab: "home" }).catch((problem) => notify(problem.message, "error"));
}

function setUpTabs() {
  const tabs = [at("tab-home"), at("tab-messages")];
  tabs[0].addEventListener("click", () => go("home"));
  tabs[1].addEventListener("click", () => go(store.me.app_channel));
  at("tabs").addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = tabs.find((tab) => tab !== document.activeElement);
    other.click();
    other.focus();
  });
}

function openDrawer(open) {
  at("drawer").hidden = !open;
  at("drawer-toggle").setAttribute("aria-expanded", open);
  if (open) showCalls().catch((problem) => notify(problem.message, "error"));
  else at("drawer-toggle").focus();
}

function setUpBars() {
  at("side-toggle").append(icon("menu"));
  at("drawer-toggle").prepend(icon("log"));
  at("drawer-close").append(icon("close"));
  at("side-toggle").addEventListener("click", () => openSidebar(!document.body.classList.contains("side-open")));
  at("shade").addEventListener("click", () => openSidebar(false));
  at("person").addEventListener("click", () => openPeople(at("person")));
  at("drawer-toggle").addEventListener("click", () => openDrawer(at("drawer").hidden));
  at("drawer-close").addEventListener("click", () => openDrawer(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") openSidebar(false);
  });
}

subscribe("state", showState);
subscribe("line", showLine);
subscribe("place", showPlace);
subscribe("conversations", () => store.place && showSide());
subscribe("messages", () => !store.place.home && showMessages(at("messages"), replyTo));
subscribe("home", () => store.place.home && showHome(at("home")));
subscribe("views", showModal);
subscribe("reset", forgetCalls);
subscribe("calls", () => !at("drawer").hidden && showCalls().catch((problem) => notify(problem.message, "error")));

setUpBars();
setUpTabs();
setUpModal();
setUpDrawer(at("wire"));
setUpComposer(at("composer-host"));
start().catch((problem) => notify(problem.message, "error"));
