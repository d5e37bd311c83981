/** Block Kit's blocks as elements, and the drawing that keeps what has not changed. */

import { chart } from "./charts.js";
import { el, uniqueId } from "./dom.js";
import { control } from "./elements.js";
import { withEmoji } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";

const DRAW = {
  section,
  actions,
  context,
  header: (block) => el("h2", { class: "block-header", dir: "auto" }, textOf(block.text)),
  divider: () => el("hr", {}),
  image,
  input,
  alert: (block, place) =>
    el("div", { class: `alert ${block.level ?? "default"}`, role: "note", dir: "auto" }, textOf(block.text, place)),
  rich_text: (block, place) => richText(block, place.reader),
  table: (block, place) => table(block, place.reader),
  data_table: (block, place) => dataTable(block, place.reader),
  data_visualization: (block, place) => chart(block, place.reader),
  container,
  card,
  file: (block) => el("p", { class: "muted" }, `File ${block.external_id ?? ""}`),
};

/** A text object as nodes. */
export function textOf(text, place) {
  if (!text) return "";
  if (text.type === "mrkdwn" && place) return mrkdwn(text.text, place.reader);
  return withEmoji(text.text ?? "");
}

/** One block. `place` is `{surface, reader}`. */
export function drawBlock(block, place) {
  const draw = DRAW[block.type];
  const node = draw ? draw(block, place) : el("p", { class: "unknown" }, `Unknown block: ${block.type}`);
  node.classList.add("block");
  return node;
}

/**
 * Make `host` show `blocks`. A block that stays the same keeps its nodes, and
 * with them the focus and the caret; the others are drawn from the surface's memory.
 */
export function showBlocks(host, blocks, place) {
  const before = host.drawnBlocks ?? new Map();
  const after = new Map();
  blocks.forEach((block, index) => {
    const key = `${block.block_id ?? index} ${block.type}`;
    const source = JSON.stringify(block);
    const old = before.get(key);
    after.set(key, old?.source === source ? old : { source, node: drawBlock(block, place) });
  });
  const focus = focusedField(host);
  arrange(
    host,
    [...after.values()].map((entry) => entry.node),
  );
  host.drawnBlocks = after;
  restoreFocus(host, focus);
}

/** Bring `host`'s children into the order of `nodes`, moving as few as possible. */
export function arrange(host, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...host.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (host.children[index] !== node) host.insertBefore(node, host.children[index] ?? null);
  });
}

function focusedField(host) {
  const node = document.activeElement;
  if (!host.contains(node) || !node.dataset.actionId) return undefined;
  const caret = "selectionStart" in node ? [node.selectionStart, node.selectionEnd] : undefined;
  return { node, action: node.dataset.actionId, block: node.dataset.blockId, caret };
}

function restoreFocus(host, focus) {
  if (!focus || document.activeElement === focus.node) return;
  const fields = [...host.querySelectorAll("[data-action-id]")].filter((node) => node.dataset.testid !== "field");
  const same =
    fields.find((node) => node.dataset.actionId === focus.action && node.dataset.blockId === focus.block) ??
    fields.find((node) => node.dataset.actionId === focus.action);
  same?.focus();
  if (same && focus.caret?.[0] !== null && focus.caret && same.setSelectionRange)
    same.setSelectionRange(...focus.caret);
}

function section(block, place) {
  const name = block.text ? plainWords(block.text) : "Choose";
  const words = el("div", { class: "section-words" });
  if (block.text) words.append(el("div", { class: "words", dir: "auto" }, textOf(block.text, place)));
  if (block.fields)
    words.append(
      el(
        "div",
        { class: "fields" },
        ...block.fields.map((field) => el("div", { class: "words", dir: "auto" }, textOf(field, place))),
      ),
    );
  const accessory = block.accessory && el("div", { class: "accessory" }, piece(block.accessory, block, place, name));
  return el("div", { class: "section" }, words, accessory);
}

function plainWords(text) {
  return text.text
    .replace(/<[^>|]*\|?([^>]*)>/g, "$1")
    .replace(/[*_~`]/g, "")
    .slice(0, 120);
}

/** An image or a control inside a section, an actions or a context block. */
function piece(element, block, place, name) {
  if (element.type === "image") return picture(element, place);
  const label = element.accessibility_label ?? element.placeholder?.text ?? name;
  return control(element, { ...place, blockId: block.block_id, name: label, live: true });
}

function actions(block, place) {
  return el("div", { class: "actions" }, ...block.elements.map((element) => piece(element, block, place, "Choose")));
}

function context(block, place) {
  const parts = block.elements.map((element) =>
    element.type === "image"
      ? picture(element, place)
      : el("span", { class: "words", dir: "auto" }, textOf(element, place)),
  );
  return el("div", { class: "context" }, ...parts);
}

function image(block, place) {
  return el(
    "figure",
    { class: "image" },
    block.title && el("figcaption", { dir: "auto" }, textOf(block.title)),
    picture(block, place),
  );
}

function picture(source, place) {
  const local = source.slack_file?.id ? place.reader.fileAddress(source.slack_file.id) : source.image_url;
  const node = el("img", { src: local, alt: source.alt_text ?? "", loading: "lazy" });
  node.addEventListener("error", () =>
    node.replaceWith(
      el("span", { class: "image-missing", role: "img", "aria-label": source.alt_text }, source.alt_text || "Image"),
    ),
  );
  return node;
}

function input(block, place) {
  const ids = {
    control: uniqueId("input"),
    label: uniqueId("label"),
    hint: uniqueId("hint"),
    error: uniqueId("error"),
  };
  const optional = block.optional ? el("span", { class: "optional" }, " (optional)") : null;
  const grouped = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const label = el(
    grouped ? "div" : "label",
    { class: "field-label", id: ids.label, dir: "auto", for: grouped ? undefined : ids.control },
    withEmoji(block.label?.text ?? ""),
    optional,
  );
  const described = block.hint ? `${ids.hint} ${ids.error}` : ids.error;
  const combo = /external|multi_/.test(block.element.type);
  const name = block.label?.text ?? "";
  const node = control(block.element, {
    ...place,
    blockId: block.block_id,
    name,
    labelId: combo ? undefined : ids.label,
    describedBy: described,
    live: Boolean(block.dispatch_action),
  });
  const target = node.matches("input, select, textarea")
    ? node
    : node.querySelector("input:not([type=checkbox]):not([type=radio])");
  if (target && !grouped) target.id = ids.control;
  if (block.element.focus_on_load) (target ?? node).dataset.focusFirst = "true";
  const hint = block.hint && el("p", { class: "hint", id: ids.hint, dir: "auto" }, textOf(block.hint));
  const error = el("p", {
    class: "field-error",
    id: ids.error,
    hidden: true,
    role: "alert",
    dir: "auto",
    data: { testid: "field-error", blockId: block.block_id },
  });
  return el(
    "div",
    { class: "field", data: { testid: "field", actionId: block.element.action_id, blockId: block.block_id } },
    label,
    node,
    error,
    hint,
  );
}

/** Show the errors of a submission beside their fields; returns those that found none. */
export function showErrors(host, errors) {
  const left = { ...errors };
  for (const field of host.querySelectorAll(".field")) {
    const words = errors[field.dataset.blockId];
    const place = field.querySelector(".field-error");
    const target = field.querySelector("input, select, textarea");
    delete left[field.dataset.blockId];
    place.hidden = !words;
    place.textContent = words ?? "";
    field.classList.toggle("invalid", Boolean(words));
    if (words) target?.setAttribute("aria-invalid", "true");
    else target?.removeAttribute("aria-invalid");
  }
  host.querySelector(".field.invalid :is(input, select, textarea)")?.focus();
  return left;
}

function container(block, place) {
  const children = el("div", { class: "container-body" });
  showBlocks(children, block.child_blocks ?? [], place);
  if (block.is_collapsible)
    return el(
      "details",
      { class: "container", open: !block.default_collapsed },
      el("summary", { dir: "auto" }, textOf(block.title)),
      children,
    );
  return el("div", { class: "container" }, block.title && el("strong", { dir: "auto" }, textOf(block.title)), children);
}

function card(block, place) {
  const actionsRow =
    block.actions &&
    el("div", { class: "actions" }, ...block.actions.map((element) => piece(element, block, place, "Choose")));
  return el(
    "div",
    { class: "card" },
    block.hero_image && picture(block.hero_image, place),
    block.title && el("strong", { dir: "auto" }, textOf(block.title, place)),
    block.subtitle && el("div", { class: "muted", dir: "auto" }, textOf(block.subtitle, place)),
    block.body && el("div", { dir: "auto" }, textOf(block.body, place)),
    actionsRow,
  );
}
