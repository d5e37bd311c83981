/**
 * The interactive elements of Block Kit, each as one control.
 *
 * `place` says where an element stands: `{surface, reader, blockId, name,
 * describedBy, labelId, inputs, live}`; `live` is true where a change goes to
 * the app at once (sections, actions, inputs with `dispatch_action`).
 */

import { combobox } from "./combobox.js";
import { instantOf, wallClock } from "./dates.js";
import { button, el, icon, uniqueId } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { fileInput } from "./fileinput.js";
import { mrkdwn } from "./mrkdwn.js";
import { askConfirm, openMenu, whileBusy } from "./popups.js";
import { textInput } from "./textinput.js";

const DRAW = {
  button: buttonElement,
  overflow,
  static_select: singleSelect,
  users_select: singleSelect,
  conversations_select: singleSelect,
  channels_select: singleSelect,
  external_select: suggestSelect,
  multi_static_select: suggestSelect,
  multi_external_select: suggestSelect,
  multi_users_select: suggestSelect,
  multi_conversations_select: suggestSelect,
  multi_channels_select: suggestSelect,
  datepicker: (element, place) => picker(element, place, "date", element.initial_date),
  timepicker: (element, place) => picker(element, place, "time", element.initial_time),
  datetimepicker: dateTimePicker,
  checkboxes: (element, place) => choices(element, place, "checkbox"),
  radio_buttons: (element, place) => choices(element, place, "radio"),
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: textInput,
  file_input: fileInput,
};

/** The control for an element, or a note that its type is unknown here. */
export function control(element, place) {
  const draw = DRAW[element.type];
  return draw ? draw(element, place) : el("span", { class: "unknown" }, `Unknown element: ${element.type}`);
}

/** Attributes every control carries: its name, its hints and the hooks of tests. */
export function marks(element, place) {
  return {
    "aria-label": place.labelId ? undefined : place.name,
    "aria-labelledby": place.labelId,
    "aria-describedby": place.describedBy,
    data: { actionId: element.action_id, blockId: place.blockId },
  };
}

/** Remember a new value, and where changes are live ask for consent and tell the app. */
export async function changed(element, place, value, undo) {
  if (place.live && element.confirm && !(await askConfirm(element.confirm, place.reader))) {
    undo?.();
    return;
  }
  place.surface.remember(place.blockId, element.action_id, value);
  if (place.live) await place.surface.click(element, place.blockId, value);
}

function buttonElement(element, place) {
  const label = withEmoji(element.text?.text ?? "");
  const node = button(label, {
    class: element.style ?? "",
    "aria-label": element.accessibility_label,
    ...dataOf(element, place),
    dir: "auto",
  });
  node.addEventListener("click", async () => {
    if (node.getAttribute("aria-busy") === "true") return;
    if (element.confirm && !(await askConfirm(element.confirm, place.reader))) return;
    if (element.url) window.open(element.url, "_blank", "noopener");
    await whileBusy(node, () => place.surface.click(element, place.blockId, element.value));
  });
  return node;
}

function dataOf(element, place) {
  return { data: { testid: "button", actionId: element.action_id, blockId: place.blockId } };
}

function overflow(element, place) {
  const node = button(
    "More options",
    { class: "icon-button quiet", "aria-haspopup": "menu", "aria-expanded": "false", ...dataOf(element, place) },
    icon("more"),
  );
  const items = element.options.map((option) => ({
    label: option.text.text,
    detail: option.description?.text,
    run: async () => {
      if (element.confirm && !(await askConfirm(element.confirm, place.reader))) return;
      if (option.url) window.open(option.url, "_blank", "noopener");
      await whileBusy(node, () => place.surface.click(element, place.blockId, option.value));
    },
  }));
  node.addEventListener("click", () => openMenu(node, items, "More options"));
  return node;
}

/** The options of a menu as groups, whatever its source. */
function groupsOf(element, { reader }) {
  const source = element.type.replace(/^multi_/, "");
  if (source === "users_select") {
    const people = [...reader.people.values()].filter((person) => !person.deleted);
    return [{ options: people.map((person) => optionOf(person.id, person.real_name || person.name)) }];
  }
  if (source === "conversations_select" || source === "channels_select") {
    const wanted = source === "channels_select" ? ["channel"] : ["channel", "im", "app"];
    const seen = reader.conversations.filter((one) => wanted.includes(one.kind));
    return [{ options: seen.map((one) => optionOf(one.id, reader.conversationName(one))) }];
  }
  return element.option_groups ?? [{ options: element.options ?? [] }];
}

function optionOf(value, text) {
  return { value, text: { type: "plain_text", text } };
}

function initialOf(element) {
  return (
    element.initial_option?.value ??
    element.initial_user ??
    element.initial_conversation ??
    element.initial_channel ??
    null
  );
}

function singleSelect(element, place) {
  const now = () => place.surface.value(place.blockId, element.action_id, initialOf(element)) ?? "";
  const node = el("select", { class: "select", dir: "auto", ...marks(element, place) });
  node.append(el("option", { value: "" }, withEmoji(element.placeholder?.text ?? "Choose…")));
  for (const group of groupsOf(element, place)) {
    const options = group.options.map((option) =>
      el("option", { value: option.value, title: option.description?.text }, withEmoji(option.text.text)),
    );
    if (group.label) node.append(el("optgroup", { label: group.label.text }, ...options));
    else node.append(...options);
  }
  const undo = () => {
    node.value = now();
  };
  undo();
  node.addEventListener("change", () => changed(element, place, node.value || null, undo));
  return node;
}

function suggestSelect(element, place) {
  const multiple = element.type.startsWith("multi_");
  const external = element.type.endsWith("external_select");
  const matching = (query) => filtered(groupsOf(element, place), query);
  const initial = initialOptions(element, place);
  return combobox({
    name: place.name,
    placeholder: element.placeholder?.text ?? (multiple ? "Choose one or more…" : "Type to search…"),
    describedBy: place.describedBy,
    chosen: place.surface.keptFor(place.blockId, element.action_id, initial),
    limit: multiple ? (element.max_selected_items ?? Infinity) : 1,
    minimum: external ? (element.min_query_length ?? 3) : 0,
    load: async (query) => (external ? place.surface.options(element, place.blockId, query) : matching(query)),
    onChange: (options) => {
      place.surface.keep(place.blockId, element.action_id, options);
      changed(element, place, plainOf(element, options));
    },
    data: { actionId: element.action_id, blockId: place.blockId },
  });
}

function initialOptions(element, place) {
  if (element.initial_options) return element.initial_options;
  if (element.initial_option) return [element.initial_option];
  const ids = element.initial_users ?? element.initial_conversations ?? element.initial_channels ?? [];
  const known = groupsOf(element, place).flatMap((group) => group.options);
  return ids.map((id) => known.find((option) => option.value === id) ?? optionOf(id, id));
}

function plainOf(element, options) {
  if (!element.type.startsWith("multi_")) return options[0] ?? null;
  return element.type.endsWith("static_select") || element.type.endsWith("external_select")
    ? options
    : options.map((option) => option.value);
}

function filtered(groups, query) {
  const wanted = query.toLocaleLowerCase();
  const fits = (option) => option.text.text.toLocaleLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, options: group.options.filter(fits) }))
    .filter((group) => group.options.length);
}

function picker(element, place, type, initial) {
  const value = place.surface.value(place.blockId, element.action_id, initial ?? null) ?? "";
  const node = el("input", {
    type,
    class: "picker",
    value,
    title: element.placeholder?.text,
    max: type === "date" ? "9999-12-31" : undefined, // four digits are enough for a year
    ...marks(element, place),
  });
  const undo = () => {
    node.value = value;
  };
  node.addEventListener("change", () => changed(element, place, node.value || null, undo));
  return node;
}

function dateTimePicker(element, place) {
  const { me } = place.reader;
  const seconds = place.surface.value(place.blockId, element.action_id, element.initial_date_time ?? null);
  const node = el("input", {
    type: "datetime-local",
    class: "picker",
    value: seconds ? wallClock(seconds, me) : "",
    ...marks(element, place),
  });
  node.addEventListener("change", () => changed(element, place, node.value ? instantOf(node.value, me) : null));
  return node;
}

function choices(element, place, type) {
  const many = type === "checkbox";
  const initial = many
    ? (element.initial_options ?? []).map((option) => option.value)
    : (element.initial_option?.value ?? null);
  const value = place.surface.value(place.blockId, element.action_id, initial);
  const group = uniqueId("choice");
  const node = el("div", { class: "choices", role: many ? "group" : "radiogroup", ...marks(element, place) });
  const boxes = element.options.map((option) => {
    const checked = many ? (value ?? []).includes(option.value) : value === option.value;
    return el("input", { type, name: group, value: option.value, checked });
  });
  const taken = () => boxes.filter((box) => box.checked).map((box) => box.value);
  element.options.forEach((option, index) => {
    boxes[index].addEventListener("change", () => changed(element, place, many ? taken() : (taken()[0] ?? null)));
    node.append(
      el(
        "label",
        { class: "choice", dir: "auto" },
        boxes[index],
        el(
          "span",
          {},
          optionText(option.text, place),
          option.description && el("span", { class: "option-description" }, optionText(option.description, place)),
        ),
      ),
    );
  });
  return node;
}

function optionText(text, place) {
  return text.type === "mrkdwn" ? mrkdwn(text.text, place.reader) : withEmoji(text.text);
}
