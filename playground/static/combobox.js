/**
 * A field that suggests as one types, for external and multiple selects.
 * It follows the listbox combobox pattern: arrows walk, Enter takes, Escape closes.
 */

import { button, el, icon, uniqueId } from "./dom.js";
import { withEmoji } from "./emoji.js";

const PAUSE = 180;

/**
 * `load(query)` resolves to groups `[{label?, options}]` of Slack options;
 * `chosen` are the options taken at first; `onChange` gets the options taken
 * after each change. `limit` is the largest number of them, 1 for a single one.
 */
export function combobox({ name, placeholder, describedBy, chosen, limit, minimum, load, onChange, data }) {
  const box = {
    chosen: [...chosen],
    limit,
    minimum,
    load,
    onChange,
    active: -1,
    options: [],
    asked: 0,
    single: limit === 1,
  };
  box.list = el("ul", {
    class: "combo-list",
    role: "listbox",
    id: uniqueId("options"),
    "aria-label": name,
    hidden: true,
  });
  box.input = el("input", {
    type: "text",
    class: "combo-input",
    role: "combobox",
    autocomplete: "off",
    dir: "auto",
    placeholder,
    data,
    "aria-label": name,
    "aria-expanded": "false",
    "aria-controls": box.list.id,
    "aria-autocomplete": "list",
    "aria-describedby": describedBy,
  });
  box.chips = el("span", { class: "chips" });
  box.root = el("div", { class: "combo" }, el("div", { class: "combo-line" }, box.chips, box.input), box.list);
  listen(box);
  showChosen(box);
  return box.root;
}

function listen(box) {
  let timer;
  const ask = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(box), pause);
  };
  box.input.addEventListener("input", () => {
    if (box.single && box.chosen.length && box.input.value === "") take(box, undefined);
    ask(PAUSE);
  });
  // What is chosen already needs no list over the rest of the form when the form opens; a click or a key brings it.
  box.input.addEventListener("focus", () => !(box.single && box.chosen.length) && ask(0));
  box.input.addEventListener("click", () => box.list.hidden && ask(0));
  box.input.addEventListener("keydown", (event) => keys(box, event));
  box.input.addEventListener("blur", () => {
    clearTimeout(timer);
    close(box);
    if (box.single) box.input.value = box.chosen[0] ? textOf(box.chosen[0]) : "";
    else box.input.value = "";
  });
}

function textOf(option) {
  return withEmoji(option.text?.text ?? option.value);
}

function showChosen(box) {
  if (box.single) {
    box.input.value = box.chosen[0] ? textOf(box.chosen[0]) : "";
    return;
  }
  box.chips.replaceChildren(
    ...box.chosen.map((option) => {
      const remove = button(
        `Remove ${textOf(option)}`,
        { class: "chip-remove", on: { click: () => take(box, option) } },
        icon("close"),
      );
      return el("span", { class: "chip", dir: "auto" }, textOf(option), remove);
    }),
  );
}

async function suggest(box) {
  const typed = box.input.value.trim();
  const query = box.single && box.chosen[0] && typed === textOf(box.chosen[0]) ? "" : typed;
  if ([...query].length < box.minimum) return showWords(box, `Type at least ${box.minimum} characters`);
  box.asked += 1;
  const turn = box.asked;
  if (box.list.hidden) showWords(box, "Searching…");
  const groups = await box.load(query);
  if (turn === box.asked && document.activeElement === box.input) show(box, groups);
}

function showWords(box, words) {
  box.options = [];
  open(box, [
    el("li", { class: "combo-note", role: "option", "aria-disabled": "true", "aria-selected": "false" }, words),
  ]);
}

function show(box, groups) {
  box.options = [];
  const rows = groups.flatMap((group) => [
    ...(group.label
      ? [el("li", { class: "combo-heading", role: "presentation" }, withEmoji(group.label.text ?? group.label))]
      : []),
    ...group.options.map((option) => row(box, option)),
  ]);
  if (!box.options.length) showWords(box, "Nothing found");
  else {
    open(box, rows);
    activate(box, 0);
  }
}

function row(box, option) {
  const taken = box.chosen.some((one) => one.value === option.value);
  const node = el(
    "li",
    {
      class: "combo-option",
      role: "option",
      id: uniqueId("option"),
      "aria-selected": taken,
      dir: "auto",
      on: { mousedown: (event) => event.preventDefault(), click: () => take(box, option) },
    },
    el("span", {}, textOf(option)),
    option.description && el("span", { class: "option-description" }, withEmoji(option.description.text)),
  );
  box.options.push({ option, node });
  return node;
}

function open(box, rows) {
  box.list.replaceChildren(...rows);
  box.list.hidden = false;
  box.input.setAttribute("aria-expanded", "true");
  box.active = -1;
  box.list.scrollIntoView({ block: "nearest" });
}

function close(box) {
  box.asked += 1;
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

function activate(box, index) {
  box.options[box.active]?.node.classList.remove("active");
  box.active = (index + box.options.length) % box.options.length;
  const { node } = box.options[box.active];
  node.classList.add("active");
  node.scrollIntoView({ block: "nearest" });
  box.input.setAttribute("aria-activedescendant", node.id);
}

function keys(box, event) {
  const shown = !box.list.hidden;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (!shown) suggest(box);
    else if (box.options.length) activate(box, box.active + step);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (shown && box.options[box.active]) take(box, box.options[box.active].option);
  } else if (event.key === "Escape" && shown) {
    event.preventDefault();
    event.stopPropagation();
    close(box);
  } else if (event.key === "Backspace" && !box.single && !box.input.value) {
    take(box, box.chosen.at(-1));
  }
}

/** Take an option, or give it back when it was taken; undefined empties a single field. */
function take(box, option) {
  const taken = option && box.chosen.some((one) => one.value === option.value);
  if (box.single) box.chosen = option ? [option] : [];
  else if (taken) box.chosen = box.chosen.filter((one) => one.value !== option.value);
  else if (option && box.chosen.length < box.limit) box.chosen = [...box.chosen, option];
  if (option) {
    box.input.value = "";
    close(box);
  }
  if (option || !box.single) showChosen(box);
  box.onChange(box.chosen);
}
