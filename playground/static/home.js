/** The app's Home tab. */

import { showBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { store, surfaceOf } from "./store.js";

/** Make `host` show the view the app has published for this person. */
export function showHome(host) {
  if (host.dataset.person !== store.me.id) {
    host.dataset.person = store.me.id;
    host.drawnBlocks = undefined;
    host.replaceChildren();
  }
  if (!store.home) {
    host.drawnBlocks = undefined;
    host.replaceChildren(el("p", { class: "empty" }, `${store.app.name} has not put anything here yet.`));
    return;
  }
  showBlocks(host, store.home.blocks ?? [], { reader: store, surface: surfaceOf({ home: true }) });
}
