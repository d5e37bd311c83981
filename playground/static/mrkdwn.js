/**
 * Slack's mrkdwn as elements: bold, italic, strike, code, quotes, links,
 * mentions, dates and emoji.
 *
 * `reader` is who looks: `{people, channels, me, openChannel}`. Text arrives
 * with `&`, `<` and `>` escaped, so a literal `<…>` is always markup.
 */

import { el } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { formatDate, fullTime } from "./dates.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const MARKS = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

/** Text without the three entities Slack knows. */
export function unescapeText(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

/** Elements for a mrkdwn string. */
export function mrkdwn(text, reader) {
  const fragment = document.createDocumentFragment();
  text.split(/```([\s\S]+?)```\n?/).forEach((part, index) => {
    if (index % 2) fragment.append(el("pre", { dir: "auto" }, unescapeText(part.replace(/^\n|\n$/g, ""))));
    else if (part) paragraphs(part, reader, fragment);
  });
  return fragment;
}

function paragraphs(text, reader, into) {
  let quote = [];
  const lines = text.split("\n");
  const flush = () => {
    if (quote.length) into.append(el("blockquote", { dir: "auto" }, linesOf(quote, reader)));
    quote = [];
  };
  let open = [];
  const close = () => {
    if (open.length) into.append(linesOf(open, reader));
    open = [];
  };
  for (const [index, line] of lines.entries()) {
    const rest = /^(?:>>>|&gt;&gt;&gt;)\s?(.*)$/.exec(line);
    const one = /^(?:>|&gt;)\s?(.*)$/.exec(line);
    if (rest) {
      close();
      quote.push(rest[1], ...lines.slice(index + 1));
      break;
    }
    if (one) {
      close();
      quote.push(one[1]);
    } else {
      flush();
      open.push(line);
    }
  }
  flush();
  close();
}

function linesOf(lines, reader) {
  const fragment = document.createDocumentFragment();
  lines.forEach((line, index) => {
    if (index) fragment.append(el("br"));
    fragment.append(inline(line, reader));
  });
  return fragment;
}

/** Elements for one line of mrkdwn. */
export function inline(text, reader) {
  const fragment = document.createDocumentFragment();
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = special(text, at, reader);
    if (found) {
      if (plain) fragment.append(unescapeText(plain));
      plain = "";
      fragment.append(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) fragment.append(unescapeText(plain));
  return fragment;
}

function special(text, at, reader) {
  const character = text[at];
  if (character === "<") return angle(text, at, reader);
  if (character === "`") return code(text, at);
  if (character === ":") return shortcode(text, at);
  if (character === "h") return bareAddress(text, at);
  if (character in MARKS) return marked(text, at, reader);
  return undefined;
}

function angle(text, at, reader) {
  const end = text.indexOf(">", at);
  if (end < 0) return undefined;
  return { node: reference(text.slice(at + 1, end), reader), end: end + 1 };
}

function bareAddress(text, at) {
  const match = /^https?:\/\/[^\s<>|*~]*[^\s<>|*~.,;:!?)'"]/.exec(text.slice(at));
  if (!match || (at > 0 && WORD.test(text[at - 1]))) return undefined;
  return { node: link(unescapeText(match[0])), end: at + match[0].length };
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return undefined;
  return { node: el("code", {}, unescapeText(text.slice(at + 1, end))), end: end + 1 };
}

function shortcode(text, at) {
  const match = /^:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/.exec(text.slice(at, at + 60));
  const character = match && emoji(match[1]);
  if (!character) return undefined;
  return { node: emojiNode(match[1], character), end: at + match[0].length };
}

function emojiNode(name, character) {
  return el("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, character);
}

function marked(text, at, reader) {
  const mark = text[at];
  if (at > 0 && WORD.test(text[at - 1])) return undefined;
  const end = closing(text, at, mark);
  if (end < 0) return undefined;
  return { node: el(MARKS[mark], {}, inline(text.slice(at + 1, end), reader)), end: end + 1 };
}

function closing(text, at, mark) {
  if (/\s/.test(text[at + 1] ?? " ") || text[at + 1] === mark) return -1;
  for (let end = at + 2; end < text.length; end += 1) {
    if (text[end] === "<") end = Math.max(end, text.indexOf(">", end));
    else if (text[end] === mark && !/\s/.test(text[end - 1]) && !WORD.test(text[end + 1] ?? " ")) return end;
  }
  return -1;
}

/** What stands between `<` and `>`: a mention, a date, a group call or a link. */
function reference(body, reader) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? undefined : body.slice(bar + 1);
  if (target.startsWith("@")) return personMention(target.slice(1), reader, label);
  if (target.startsWith("#")) return channelMention(target.slice(1), reader, label);
  if (target.startsWith("!date^")) return dateMention(target, label, reader);
  if (target.startsWith("!")) return groupMention(target.slice(1), label);
  return link(unescapeText(target), label === undefined ? undefined : unescapeText(label));
}

/** A person's name as a mention. */
export function personMention(id, reader, label) {
  const person = reader.people?.get(id);
  const name = person?.name ?? label ?? id;
  const mine = reader.me?.id === id ? " mine" : "";
  return el("span", { class: `mention${mine}`, data: { testid: "mention", userId: id } }, `@${name}`);
}

/** A channel's name, which leads there when the reader may see it. */
export function channelMention(id, reader, label) {
  const channel = reader.channels?.get(id);
  const name = `#${channel?.name ?? label ?? id}`;
  if (!channel || !reader.openChannel) return el("span", { class: "mention" }, name);
  return el("button", { type: "button", class: "mention", on: { click: () => reader.openChannel(id) } }, name);
}

/** A call to a whole channel or group. */
export function groupMention(range, label) {
  const [name] = range.split("^");
  return el("span", { class: "mention group", data: { testid: "group-mention" } }, label ?? `@${name}`);
}

/** An instant in the reader's words. */
export function dateNode(seconds, template, reader, url, fallback) {
  const words = formatDate(seconds, template, reader.me, fallback);
  const title = Number.isFinite(seconds) ? fullTime(seconds, reader.me) : undefined;
  return url ? link(url, words) : el("time", { title }, words);
}

function dateMention(target, fallback, reader) {
  const [, seconds, template = "{date}", url] = target.split("^");
  return dateNode(
    Number(seconds),
    unescapeText(template),
    reader,
    url && unescapeText(url),
    fallback && unescapeText(fallback),
  );
}

/** A link, when its address is one a browser may safely follow; otherwise its words. */
export function link(address, label) {
  const words = withEmoji(label || address.replace(/^mailto:|^tel:/, ""));
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(address)) return el("span", {}, words);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);
}
