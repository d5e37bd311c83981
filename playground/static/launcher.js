/** The launcher's own buttons in the top bar; where they do not fit side by side they fold into one menu. */

import { act } from "./api.js";
import { button, el } from "./dom.js";
import { notify, openMenu, whileBusy } from "./popups.js";

/** Draw the buttons into `host`, again only when they have changed. */
export function showLauncher(host, buttons) {
  const source = JSON.stringify(buttons);
  if (host.dataset.source === source) return;
  host.dataset.source = source;
  const row = el("div", { class: "launcher-row" }, ...buttons.map(single));
  const menu = button("Actions", { class: "small caret", "aria-haspopup": "menu", "aria-expanded": "false" });
  menu.addEventListener("click", () =>
    openMenu(
      menu,
      buttons.map((one) => ({ label: one.label, run: () => press(menu, one) })),
      "Actions",
    ),
  );
  host.replaceChildren(row, menu);
  host.hidden = !buttons.length;
  const fold = () => host.classList.toggle("folded", row.offsetWidth > host.clientWidth);
  new ResizeObserver(fold).observe(host);
}

function single(one) {
  const node = button(one.label, { class: "small" });
  node.addEventListener("click", () => press(node, one));
  return node;
}

function press(node, { index, label }) {
  return whileBusy(node, async () => {
    try {
      const answer = await act("button", { index });
      notify(answer.text || `${label}: done`, answer.status >= 400 ? "error" : "info");
    } catch (problem) {
      notify(problem.message, "error");
    }
  });
}
