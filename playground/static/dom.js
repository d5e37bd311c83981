/**
 * Small helpers to build the page's elements.
 *
 * Every text reaches the page as a text node or as an attribute: nothing here
 * parses HTML, so that no message, name or file can put markup into the page.
 */

const SVG = "http://www.w3.org/2000/svg";
let counter = 0;

/** An id no other element of the page has. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/**
 * An HTML element. `attributes` knows `class`, `data` (an object of data
 * attributes), `on` (an object of listeners); the rest are plain attributes,
 * and false, null or undefined leaves one out; only an ARIA attribute says "false".
 */
export function el(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** An SVG element, with the same conventions as `el`. */
export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name === "data") Object.entries(value).forEach(([key, text]) => setData(node, key, text));
    else if (name === "on")
      Object.entries(value).forEach(([event, listener]) => node.addEventListener(event, listener));
    else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setData(node, key, text) {
  if (text !== undefined && text !== null) node.dataset[key] = text;
}

/** A button of the page's own, which never submits a form. */
export function button(label, attributes = {}, ...children) {
  return el(
    "button",
    { type: "button", "aria-label": children.length ? label : undefined, ...attributes },
    ...(children.length ? children : [label]),
  );
}

/** A drawn icon, hidden from screen readers: its button carries the name. */
export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    svg("path", {
      d: ICONS[name],
      fill: "none",
      stroke: "currentColor",
      "stroke-width": name === "more" ? 2.6 : 1.6,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

const ICONS = {
  bolt: "M11 2.5 4.5 11H10l-1 6.5L15.5 9H10z",
  plus: "M10 4v12M4 10h12",
  send: "M3.5 10 16.5 4l-4 12.5-3-5zM9.5 11.5 16.5 4",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  menu: "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
  log: "M4 4.5h12M4 8.2h8M4 11.8h12M4 15.5h6",
  reply: "M8 5 3.5 9.5 8 14M4 9.5h7a5 5 0 0 1 5 5v1",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  file: "M5.5 2.5h6l3 3.2v11.8h-9zM11.5 2.5v3.2h3",
  lock: "M5.5 9h9v7.5h-9zM7 9V6.8a3 3 0 0 1 6 0V9",
  download: "M10 3v9.5M6.2 9 10 12.8 13.8 9M4 16.5h12",
};

/** Replace what `node` holds by `children`. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter(Boolean));
  return node;
}
