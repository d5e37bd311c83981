/** Text, email, address, number and formatted-text inputs. */

import { el } from "./dom.js";
import { changed, marks } from "./elements.js";
import { richWords } from "./richtext.js";

const TYPING_PAUSE = 300;
const MODES = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };

/** A line or an area of text; the app learns of each change where the element asks for it. */
export function textInput(element, place) {
  const long = element.multiline || element.type === "rich_text_input";
  const value = place.surface.value(place.blockId, element.action_id, initialText(element)) ?? "";
  const shared = {
    class: "text-input",
    dir: "auto",
    placeholder: element.placeholder?.text,
    autocomplete: "off",
    ...marks(element, place),
  };
  const node = long
    ? el("textarea", { rows: 4, ...shared })
    : el("input", { type: "text", inputmode: inputMode(element), ...shared });
  node.value = value;
  node.addEventListener("input", () => place.surface.remember(place.blockId, element.action_id, node.value || null));
  if (place.live) dispatch(node, element, place);
  return node;
}

function initialText(element) {
  const initial = element.initial_value;
  if (initial && typeof initial === "object") return richWords(initial);
  return initial ?? null;
}

function inputMode(element) {
  if (element.type === "number_input" && !element.is_decimal_allowed) return "numeric";
  return MODES[element.type];
}

function dispatch(node, element, place) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const tell = () => node.isConnected && changed(element, place, node.value || null);
  let timer;
  if (triggers.includes("on_character_entered")) {
    node.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, TYPING_PAUSE);
    });
  }
  if (triggers.includes("on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || (event.shiftKey && node.tagName === "TEXTAREA")) return;
      event.preventDefault();
      clearTimeout(timer);
      tell();
    });
  }
}
