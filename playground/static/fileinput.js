/** The file input of a modal: each file is handed in at once and named in the form. */

import { button, el, icon } from "./dom.js";
import { changed, marks } from "./elements.js";

/** A control that takes files and lists those it has. */
export function fileInput(element, place) {
  const held = place.surface.keptFor(place.blockId, element.action_id, []);
  const list = el("ul", { class: "held-files" });
  const accept = element.filetypes?.map((kind) => `.${kind}`).join(",");
  const input = el("input", {
    type: "file",
    class: "file-input",
    multiple: (element.max_files ?? 10) > 1,
    accept,
    ...marks(element, place),
  });
  const keep = () => {
    place.surface.keep(place.blockId, element.action_id, held);
    show();
    return changed(
      element,
      place,
      held.map((file) => file.id),
    );
  };
  const show = () =>
    list.replaceChildren(
      ...held.map((file) =>
        heldFile(file, () => {
          held.splice(held.indexOf(file), 1);
          keep();
        }),
      ),
    );
  input.addEventListener("change", async () => {
    const room = (element.max_files ?? 10) - held.length;
    for (const file of [...input.files].slice(0, room)) held.push(await handIn(place.surface, file));
    input.value = "";
    await keep();
  });
  show();
  return el("div", { class: "file-field" }, input, list);
}

async function handIn(surface, file) {
  const kept = await surface.keepFile(file);
  return { id: kept.id, name: file.name };
}

function heldFile(file, remove) {
  return el(
    "li",
    { dir: "auto" },
    icon("file"),
    el("span", {}, file.name),
    button(`Remove ${file.name}`, { class: "quiet icon-button", on: { click: remove } }, icon("close")),
  );
}
