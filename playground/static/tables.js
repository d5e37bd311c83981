/** The `table` block, and the `data_table` block that sorts and pages. */

import { button, el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { richText, richWords } from "./richtext.js";

const DEFAULT_PAGE = 5;

/** A plain table: Slack gives it no header, so its first row is only shown as one. */
export function table(block, reader) {
  const settings = block.column_settings ?? [];
  const [head, ...rows] = block.rows ?? [];
  const cells = (row, tag) =>
    row.map((cell, index) =>
      el(
        tag,
        { class: cellClass(cell, settings[index]), scope: tag === "th" ? "col" : undefined },
        cellContent(cell, reader),
      ),
    );
  const node = el(
    "table",
    {},
    el("thead", {}, el("tr", {}, cells(head ?? [], "th"))),
    el(
      "tbody",
      {},
      rows.map((row) => el("tr", {}, cells(row, "td"))),
    ),
  );
  return scroller(node, "Table");
}

/** A table with a caption whose columns sort at a click and whose rows come in pages. */
export function dataTable(block, reader) {
  const [head = [], ...rows] = block.rows ?? [];
  const state = { rows, size: block.page_size ?? DEFAULT_PAGE, page: 0, column: undefined, direction: "none" };
  const body = el("tbody", {});
  const pager = el("div", { class: "pager" });
  const headers = head.map((cell, index) => header(cell, index, rows, () => sortBy(state, index, show)));
  const show = () => {
    const row = (cells) =>
      el(
        "tr",
        {},
        cells.map((cell, index) => dataCell(cell, index === (block.row_header_column_index ?? 0), reader)),
      );
    body.replaceChildren(
      ...sorted(state)
        .slice(state.page * state.size, (state.page + 1) * state.size)
        .map(row),
    );
    headers.forEach((node, index) => node.setAttribute("aria-sort", index === state.column ? state.direction : "none"));
    pager.replaceChildren(...turnPages(state, show));
  };
  show();
  const node = el(
    "table",
    {},
    el("caption", { dir: "auto" }, block.caption ?? ""),
    el("thead", {}, el("tr", {}, headers)),
    body,
  );
  return el(
    "div",
    { class: "data-table", data: { testid: "data-table" } },
    scroller(node, block.caption ?? "Table"),
    pager,
  );
}

function scroller(node, name) {
  return el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": name }, node);
}

function header(cell, index, rows, sort) {
  const numeric = isNumeric(rows, index);
  const label = button(withEmoji(cell.text ?? ""), { class: "sort", on: { click: sort } });
  return el("th", { scope: "col", "aria-sort": "none", class: numeric ? "number" : undefined }, label);
}

function sortBy(state, column, show) {
  const next = { none: "ascending", ascending: "descending", descending: "none" };
  state.direction = state.column === column ? next[state.direction] : "ascending";
  state.column = state.direction === "none" ? undefined : column;
  state.page = 0;
  show();
}

/** Whether a column is sorted by number: all of it but single dashes for what is missing. */
function isNumeric(rows, column) {
  const cells = rows.map((row) => row[column]);
  const isNumber = (cell) => cell?.type === "raw_number";
  return cells.some(isNumber) && cells.every((cell) => isNumber(cell) || /^[-–—]?$/.test(words(cell)));
}

/** The rows in the order asked for, by number or by words; what is missing comes last either way. */
function sorted({ rows, column, direction }) {
  if (column === undefined) return rows;
  const sign = direction === "descending" ? -1 : 1;
  if (!isNumeric(rows, column))
    return [...rows].sort(
      (one, other) => sign * words(one[column]).localeCompare(words(other[column]), undefined, { numeric: true }),
    );
  const number = (row) => row[column]?.value ?? sign * Infinity;
  return [...rows].sort((one, other) => (number(one) === number(other) ? 0 : sign * (number(one) - number(other))));
}

function words(cell) {
  return cell?.type === "rich_text" ? richWords(cell) : (cell?.text ?? "");
}

function turnPages(state, show) {
  const pages = Math.ceil(state.rows.length / state.size);
  if (pages < 2) return [];
  const turn = (step) => () => {
    state.page += step;
    show();
  };
  const from = state.page * state.size + 1;
  const to = Math.min(state.rows.length, from + state.size - 1);
  return [
    el("span", { class: "pager-words", role: "status" }, `${from}–${to} of ${state.rows.length}`),
    button("Previous page", { class: "small", disabled: state.page === 0, on: { click: turn(-1) } }, "Previous"),
    button("Next page", { class: "small", disabled: state.page >= pages - 1, on: { click: turn(1) } }, "Next"),
  ];
}

function dataCell(cell, isHeader, reader) {
  const attributes = { class: cellClass(cell) };
  return isHeader
    ? el("th", { ...attributes, scope: "row" }, cellContent(cell, reader))
    : el("td", attributes, cellContent(cell, reader));
}

function cellClass(cell, setting = {}) {
  const align = setting?.align ?? (cell?.type === "raw_number" ? "right" : undefined);
  return (
    [cell?.type === "raw_number" ? "number" : "", align ? `align-${align}` : "", setting?.is_wrapped ? "wrapped" : ""]
      .join(" ")
      .trim() || undefined
  );
}

function cellContent(cell, reader) {
  if (cell?.type === "rich_text") return richText(cell, reader);
  return el("span", { dir: "auto" }, withEmoji(cell?.text ?? ""));
}
