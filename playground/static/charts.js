/**
 * The `data_visualization` block drawn as SVG: bar, line, area and pie, each
 * with a legend, a spoken description and its figures as a table on request.
 *
 * A drawing follows the width of its place, so that its words stay readable
 * on a narrow screen.
 */

import { el, svg, uniqueId } from "./dom.js";
import { drawPie } from "./pie.js";

const HEIGHT = 260;
const COLOURS = 8;
const LINE = 14;
const TURN = 0.61; // 35 degrees

/** The figure of one block; `reader` gives the language of the numbers. */
export function chart(block, reader) {
  const model = modelOf(block, reader);
  const plot = el("div", { class: "chart-plot" });
  const figure = el(
    "figure",
    { class: "chart", data: { testid: "chart", chartType: model.type } },
    el("figcaption", { dir: "auto" }, model.title),
    plot,
    legend(model),
    figures(model),
  );
  let drawn = 0;
  const draw = (width) => {
    if (width < 40 || Math.abs(width - drawn) < 2) return;
    drawn = width;
    plot.replaceChildren(drawing(model, width));
  };
  draw(480);
  new ResizeObserver(([entry]) => draw(Math.floor(entry.contentRect.width))).observe(plot);
  return figure;
}

function modelOf(block, reader) {
  const source = block.chart ?? {};
  const locale = (reader.me?.locale ?? "en-US").replace("_", "-");
  const numbers = {
    full: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    short: new Intl.NumberFormat(locale, { notation: "compact" }),
  };
  const base = { title: block.title ?? "", type: source.type, numbers };
  if (source.type === "pie") return { ...base, segments: source.segments ?? [], categories: [], series: [] };
  const series = source.series ?? [];
  const axis = source.axis_config ?? {};
  const categories = axis.categories ?? (series[0]?.data ?? []).map((point) => point.label);
  return {
    ...base,
    categories,
    xLabel: axis.x_label,
    yLabel: axis.y_label,
    series: series.map((one) => ordered(one, categories)),
  };
}

function ordered(series, categories) {
  const values = new Map((series.data ?? []).map((point) => [point.label, Number(point.value)]));
  return { name: series.name, values: categories.map((category) => values.get(category) ?? 0) };
}

function drawing(model, width) {
  const titleId = uniqueId("chart-title");
  const descriptionId = uniqueId("chart-description");
  const node = svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      role: "img",
      "aria-labelledby": `${titleId} ${descriptionId}`,
    },
    svg("title", { id: titleId }, model.title),
    svg("desc", { id: descriptionId }, describe(model)),
  );
  if (model.type === "pie") node.append(drawPie(model, width, HEIGHT, colourOf));
  else node.append(...drawAxes(model, width));
  return node;
}

/** The class that colours the n-th series, the same in drawing and legend. */
export function colourOf(index) {
  return `series-${(index % COLOURS) + 1}`;
}

/** What the chart says, in one sentence a part. */
export function describe(model) {
  if (model.type === "pie") {
    const parts = model.segments.map((segment) => `${segment.label} ${model.numbers.full.format(segment.value)}`);
    return `Pie chart. ${parts.join(", ")}.`;
  }
  const kind = `${model.type.charAt(0).toUpperCase()}${model.type.slice(1)}`;
  const rows = model.series.map((one) => {
    const points = one.values.map((value, index) => `${model.categories[index]} ${model.numbers.full.format(value)}`);
    return `${one.name}: ${points.join(", ")}.`;
  });
  return `${kind} chart. ${rows.join(" ")}`;
}

function legend(model) {
  const total = model.segments?.reduce((sum, segment) => sum + Number(segment.value), 0);
  const entries =
    model.type === "pie"
      ? model.segments.map((segment) => `${segment.label} · ${share(segment.value, total)}`)
      : model.series.map((one) => one.name);
  const items = entries.map((words, index) =>
    el("li", { dir: "auto" }, el("span", { class: `swatch ${colourOf(index)}` }), words),
  );
  return el("ul", { class: "legend", "aria-label": "Legend" }, ...items);
}

function share(value, total) {
  return total ? `${((100 * value) / total).toFixed(1)} %` : "–";
}

function figures(model) {
  const names = model.type === "pie" ? ["Value"] : model.series.map((one) => one.name);
  const rows =
    model.type === "pie"
      ? model.segments.map((segment) => [segment.label, segment.value])
      : model.categories.map((category, index) => [category, ...model.series.map((one) => one.values[index])]);
  const head = el(
    "tr",
    {},
    el("th", { scope: "col" }, model.xLabel ?? "Item"),
    ...names.map((name) => el("th", { scope: "col", class: "number" }, name)),
  );
  const body = rows.map(([label, ...values]) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, label),
      ...values.map((value) => el("td", { class: "number" }, model.numbers.full.format(value))),
    ),
  );
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...body));
  return el(
    "details",
    { class: "figures" },
    el("summary", {}, "Figures"),
    el(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-label": `Figures of ${model.title}` },
      table,
    ),
  );
}

/** Round steps that cover all values and zero: `{low, high, step}`. */
export function niceScale(values, wanted = 5) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const raw = (high - low || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw);
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step || step, step };
}

function drawAxes(model, width) {
  const scale = niceScale(model.series.flatMap((one) => one.values));
  const sides = { left: 52, right: width - 8 };
  const under = namesUnder(model.categories, sides);
  const box = {
    ...sides,
    top: model.yLabel ? 24 : 10,
    bottom: HEIGHT - under.height - (model.xLabel ? 18 : 0),
  };
  const y = (value) => box.bottom - ((value - scale.low) / (scale.high - scale.low)) * (box.bottom - box.top);
  const slot = (box.right - box.left) / Math.max(model.categories.length, 1);
  const frame = { box, y, slot, centre: (index) => box.left + slot * (index + 0.5), under, width };
  const marks = model.type === "bar" ? bars(model, frame) : lines(model, frame);
  return [...grid(model, scale, frame), ...marks, ...labels(model, frame)];
}

function grid(model, scale, { box, y }) {
  const nodes = [];
  const count = Math.round((scale.high - scale.low) / scale.step);
  for (let index = 0; index <= count; index += 1) {
    const value = scale.low + index * scale.step;
    nodes.push(
      svg("line", {
        class: Math.abs(value) < scale.step / 2 ? "axis" : "grid",
        x1: box.left,
        x2: box.right,
        y1: y(value),
        y2: y(value),
      }),
    );
    nodes.push(
      svg(
        "text",
        { class: "tick", x: box.left - 8, y: y(value) + 4, "text-anchor": "end" },
        model.numbers.short.format(value),
      ),
    );
  }
  return nodes;
}

/**
 * How the categories stand under the axis: in up to three lines each where their slots are wide enough, else
 * turned, and cut where they would leave the drawing.
 */
function namesUnder(categories, { left, right }) {
  const slot = (right - left) / Math.max(categories.length, 1);
  const lines = categories.map((words) => wrap(words, slot - 4));
  const most = Math.max(1, ...lines.map((one) => one.length));
  if (most <= 3 && lines.flat().every((line) => widthOf(line) <= slot - 4))
    return { lines, turned: false, height: 10 + LINE * most };
  const room = (index) => Math.min(110, (left + slot * (index + 0.5) - 4) / Math.cos(TURN));
  const cut = categories.map((words, index) => [shortenTo(words, room(index))]);
  const longest = Math.max(...cut.map(([words]) => widthOf(words)));
  return { lines: cut, turned: true, height: 18 + longest * Math.sin(TURN) };
}

/** About how wide words are drawn; the letters of East Asia are twice as wide. */
function widthOf(words) {
  return [...words].reduce((sum, letter) => sum + (letter > "\u2e80" ? 12.4 : 7), 0);
}

function wrap(words, width) {
  const lines = [];
  for (const word of words.split(/\s+/)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function shortenTo(words, width) {
  if (widthOf(words) <= width) return words;
  const letters = [...words];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

function labels(model, { box, centre, under, width }) {
  const nodes = model.categories.map((words, index) => {
    const x = centre(index);
    const y = box.bottom + (under.turned ? 12 : 17);
    const place = under.turned
      ? { y, "text-anchor": "end", transform: `rotate(${(-TURN * 180) / Math.PI} ${x} ${y})` }
      : { y, "text-anchor": "middle" };
    const lines = under.lines[index].map((line, row) => svg("tspan", { x, dy: row ? LINE : 0 }, line));
    return svg("text", { class: "tick", x, ...place }, svg("title", {}, words), ...lines);
  });
  if (model.xLabel)
    nodes.push(
      svg(
        "text",
        { class: "axis-name", x: (box.left + box.right) / 2, y: HEIGHT - 4, "text-anchor": "middle" },
        model.xLabel,
      ),
    );
  if (model.yLabel)
    nodes.push(svg("text", { class: "axis-name", x: 4, y: 12 }, shorten(model.yLabel, Math.floor(width / 7))));
  return nodes;
}

function shorten(words, length) {
  const letters = [...words];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : words;
}

function bars(model, { box, y, slot, centre }) {
  const group = Math.min(slot * 0.72, 64 * model.series.length);
  const thick = group / Math.max(model.series.length, 1);
  return model.series.flatMap((one, place) =>
    one.values.map((value, index) => {
      const x = centre(index) - group / 2 + place * thick;
      const top = Math.min(y(value), y(0));
      const height = Math.max(Math.abs(y(value) - y(0)), value ? 1.5 : 0);
      const bar = {
        class: `bar ${colourOf(place)}`,
        x: x + 1,
        y: Math.min(top, box.bottom - height),
        width: Math.max(thick - 2, 1),
        height,
        rx: 2,
      };
      return svg("rect", bar, svg("title", {}, tip(model, one, index)));
    }),
  );
}

function lines(model, { y, centre }) {
  return model.series.flatMap((one, place) => {
    const points = one.values.map((value, index) => [centre(index), y(value)]);
    const path = points.map(([x, height], index) => `${index ? "L" : "M"}${x} ${height}`).join("");
    const line = svg("path", { class: `line ${colourOf(place)}`, d: path });
    const dots = points.map(([x, height], index) =>
      svg(
        "circle",
        { class: `dot ${colourOf(place)}`, cx: x, cy: height, r: 3.5 },
        svg("title", {}, tip(model, one, index)),
      ),
    );
    if (model.type !== "area" || !points.length) return [line, ...dots];
    const ground = `${path}L${points.at(-1)[0]} ${y(0)}L${points[0][0]} ${y(0)}Z`;
    return [svg("path", { class: `area ${colourOf(place)}`, d: ground }), line, ...dots];
  });
}

function tip(model, series, index) {
  return `${series.name}, ${model.categories[index]}: ${model.numbers.full.format(series.values[index])}`;
}
