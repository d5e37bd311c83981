/** Faces: a person's initials on a colour of their own, and the app's sign. */

import { el, icon } from "./dom.js";

const TONES = 8;

/** A person's initials; Chinese, Japanese and Korean names give their first character. */
export function avatar(id, name) {
  const tone = [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 7) % TONES;
  return el("span", { class: `avatar tone-${tone}`, "aria-hidden": "true" }, initials(name));
}

/** The sign of the app. */
export function appAvatar() {
  return el("span", { class: "avatar app", "aria-hidden": "true" }, icon("file"));
}

function initials(name) {
  const parts = name
    .trim()
    .split(/[\s._-]+/)
    .filter(Boolean);
  if (!parts.length) return "?";
  if (parts.length === 1) return [...parts[0]][0].toLocaleUpperCase();
  return ([...parts[0]][0] + [...parts.at(-1)][0]).toLocaleUpperCase();
}
