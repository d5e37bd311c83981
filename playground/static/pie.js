/** The pie of a `data_visualization` block. */

import { svg } from "./dom.js";

/** The slices with their shares written on the larger ones. */
export function drawPie(model, width, height, colourOf) {
  const total = model.segments.reduce((sum, segment) => sum + Math.max(Number(segment.value), 0), 0);
  const centre = { x: width / 2, y: height / 2, radius: Math.min(width, height) / 2 - 8 };
  const group = svg("g", {});
  let angle = -Math.PI / 2;
  model.segments.forEach((segment, index) => {
    const part = total ? Math.max(Number(segment.value), 0) / total : 0;
    const end = angle + part * 2 * Math.PI;
    if (part > 0)
      group.append(
        ...slice(
          centre,
          angle,
          end,
          part,
          `${colourOf(index)}`,
          `${segment.label}: ${model.numbers.full.format(segment.value)} (${(part * 100).toFixed(1)} %)`,
        ),
      );
    angle = end;
  });
  return group;
}

function slice(centre, start, end, part, colour, words) {
  const title = svg("title", {}, words);
  const shape =
    part > 0.9999
      ? svg("circle", { class: `slice ${colour}`, cx: centre.x, cy: centre.y, r: centre.radius }, title)
      : svg("path", { class: `slice ${colour}`, d: wedge(centre, start, end) }, title);
  if (part < 0.06) return [shape];
  const middle = (start + end) / 2;
  const at = {
    x: centre.x + Math.cos(middle) * centre.radius * 0.66,
    y: centre.y + Math.sin(middle) * centre.radius * 0.66 + 4,
  };
  return [shape, svg("text", { class: "slice-share", ...at, "text-anchor": "middle" }, `${Math.round(part * 100)} %`)];
}

function wedge({ x, y, radius }, start, end) {
  const from = [x + Math.cos(start) * radius, y + Math.sin(start) * radius];
  const to = [x + Math.cos(end) * radius, y + Math.sin(end) * radius];
  return `M${x} ${y}L${from.join(" ")}A${radius} ${radius} 0 ${end - start > Math.PI ? 1 : 0} 1 ${to.join(" ")}Z`;
}
