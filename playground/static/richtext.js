/** The `rich_text` block: sections, lists, quotes and preformatted text. */

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, dateNode, groupMention, link, personMention } from "./mrkdwn.js";

const STYLES = [
  ["code", "code"],
  ["strike", "s"],
  ["italic", "em"],
  ["bold", "strong"],
  ["underline", "u"],
];

/** Elements of a whole rich_text block. */
export function richText(block, reader) {
  return el(
    "div",
    { class: "rich-text", dir: "auto" },
    ...(block.elements ?? []).map((part) => container(part, reader)),
  );
}

/** The words of a rich_text block, for sorting and for screen readers. */
export function richWords(node) {
  if (node.type === "emoji") return emoji(node.name) ?? `:${node.name}:`;
  const own = node.text ?? node.name ?? node.url ?? "";
  return own + (node.elements ?? []).map(richWords).join(node.type === "rich_text" ? "\n" : "");
}

function container(part, reader) {
  const children = () => (part.elements ?? []).map((leaf) => inlineLeaf(leaf, reader));
  if (part.type === "rich_text_list") return list(part, reader);
  if (part.type === "rich_text_quote") return el("blockquote", {}, ...children());
  if (part.type === "rich_text_preformatted") return el("pre", {}, ...children());
  return el("div", { class: "rich-section" }, ...children());
}

function list(part, reader) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = (part.elements ?? []).map((item) => el("li", {}, container(item, reader)));
  return el(
    tag,
    { class: `indent-${Math.min(part.indent ?? 0, 8)}`, start: part.offset ? part.offset + 1 : undefined },
    ...items,
  );
}

function inlineLeaf(leaf, reader) {
  const node = bare(leaf, reader);
  return STYLES.filter(([style]) => leaf.style?.[style]).reduce((inner, [, tag]) => el(tag, {}, inner), node);
}

function bare(leaf, reader) {
  switch (leaf.type) {
    case "link":
      return link(leaf.url, leaf.text);
    case "user":
      return personMention(leaf.user_id, reader);
    case "channel":
      return channelMention(leaf.channel_id, reader);
    case "broadcast":
      return groupMention(leaf.range);
    case "usergroup":
      return groupMention(leaf.usergroup_id);
    case "date":
      return dateNode(leaf.timestamp, leaf.format, reader, leaf.url, leaf.fallback);
    case "emoji":
      return el("span", { class: "emoji", role: "img", "aria-label": leaf.name }, emoji(leaf.name) ?? `:${leaf.name}:`);
    case "color":
      return el("code", {}, leaf.value);
    default:
      return document.createTextNode(leaf.text ?? "");
  }
}
