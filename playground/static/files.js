/** Files of a message: pictures in place, emails with their words, the rest to download. */

import { el, icon } from "./dom.js";
import { store } from "./store.js";

const SIZES = ["B", "kB", "MB", "GB"];

/** The files of one message. */
export function fileList(files) {
  return el("div", { class: "files" }, ...files.map(fileNode));
}

function fileNode(file) {
  if (file.mode === "tombstone") return el("p", { class: "muted" }, "This file was deleted.");
  if (file.filetype === "email" || file.mode === "email") return email(file);
  if ((file.mimetype ?? "").startsWith("image/")) return picture(file);
  return card(file, `${(file.pretty_type ?? file.filetype ?? "File").toUpperCase()} · ${sizeWords(file.size ?? 0)}`);
}

/** `12.4 kB` for a count of bytes. */
export function sizeWords(bytes) {
  const step = Math.min(SIZES.length - 1, bytes ? Math.floor(Math.log10(bytes) / 3) : 0);
  return `${(bytes / 1000 ** step).toFixed(step ? 1 : 0)} ${SIZES[step]}`;
}

function nameOfFile(file) {
  return file.title || file.name || "file";
}

function card(file, detail) {
  const name = nameOfFile(file);
  return el(
    "a",
    {
      class: "file-card",
      href: store.fileAddress(file.id, true),
      download: file.name ?? name,
      data: { testid: "file" },
    },
    icon("file"),
    el(
      "span",
      { class: "file-words" },
      el("span", { class: "file-name", dir: "auto" }, name),
      el("span", { class: "muted small" }, detail),
    ),
    icon("download"),
  );
}

function picture(file) {
  const name = nameOfFile(file);
  const image = el("img", { src: store.fileAddress(file.id), alt: file.alt_txt || name, loading: "lazy" });
  return el(
    "figure",
    { class: "file-picture", data: { testid: "file" } },
    el("a", { href: store.fileAddress(file.id, true), download: file.name ?? name }, image),
    el("figcaption", { class: "muted small", dir: "auto" }, name),
  );
}

function email(file) {
  const people = (list) => (list ?? []).map((one) => one.original || one.name || one.address).join(", ");
  return el(
    "section",
    { class: "email", "aria-label": "Email", data: { testid: "file" } },
    el("strong", { dir: "auto" }, file.subject || nameOfFile(file)),
    el("p", { class: "muted small", dir: "auto" }, `From ${people(file.from)} to ${people(file.to)}`),
    el("pre", { class: "email-text", dir: "auto" }, file.plain_text ?? file.preview_plain_text ?? ""),
  );
}
