// Grids of numbers as SVG. A grid is a list of cells at places; whoever made it lights cells by their places.
const NAMESPACE = "http://www.w3.org/2000/svg";
const CELL = 36,
  GAP = 10,
  CAPTION = 16,
  NARROWEST = 24,
  SQUARE = 20;

function element(name, attributes = {}, children = []) {
  const node =
    name === "svg" || name === "g" || name === "rect" || name === "text" || name === "path"
      ? document.createElementNS(NAMESPACE, name)
      : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

const place = (slice, row, column) => `${slice}.${row}.${column}`;
const fontSize = (text) => Math.min(14, (1.6 * (CELL - 4)) / Math.max(text.length, 1));

function drawCell(spec, cell, box) {
  const x = (cell.column - box.left) * CELL,
    y = box.head + (cell.row - box.top) * CELL + cell.slice * box.pitch;
  const text = cell.value === null ? "" : printed(cell.value);
  const group = element("g", { class: `cell ${cell.kind}`, transform: `translate(${x} ${y})` });
  if (cell.name) {
    Object.entries({
      role: "gridcell",
      id: `${spec.id}.${cell.name}`,
      "data-name": cell.name,
      "aria-selected": "false",
    }).forEach(([key, value]) => group.setAttribute(key, value));
  }
  group.append(
    element("rect", { x: 1, y: 1, width: CELL - 2, height: CELL - 2, rx: 2 }),
    element("text", { x: CELL / 2, y: CELL / 2, "font-size": fontSize(text) }, [text]),
    element("text", { x: CELL - 4, y: CELL - 4, class: "note" }),
  );
  return group;
}

// The name of each slice above it, where there are several.
const captions = (spec, slices, box) =>
  Array.from({ length: slices }, (_, at) =>
    element("text", { class: "caption", x: 1, y: at * box.pitch + CAPTION / 2 }, [spec.caption(at)]),
  );

// spec: {id, role, label, caption, cells: [{slice, row, column, value, kind, name}]}; named cells can be chosen, others are
// scenery.
function grid(spec) {
  const rows = spec.cells.map((cell) => cell.row),
    columns = spec.cells.map((cell) => cell.column);
  const slices = Math.max(...spec.cells.map((cell) => cell.slice)) + 1;
  const box = { top: Math.min(...rows), left: Math.min(...columns), head: slices > 1 ? CAPTION : 0 };
  const height = (Math.max(...rows) - box.top + 1) * CELL,
    width = (Math.max(...columns) - box.left + 1) * CELL;
  box.pitch = box.head + height + GAP;
  const total = slices * box.pitch - GAP;
  const svg = element("svg", {
    role: "grid",
    tabindex: 0,
    class: `grid ${spec.role}`,
    "aria-label": spec.label,
    width,
    height: total,
    viewBox: `0 0 ${width} ${total}`,
    style: `min-width: ${(width * NARROWEST) / CELL}px`,
    "data-grid": spec.grid,
  });
  const scenery = element("g", { "aria-hidden": "true" }, slices > 1 ? captions(spec, slices, box) : []),
    drawn = new Map(),
    lines = new Map();
  for (const cell of spec.cells) {
    const node = drawCell(spec, cell, box),
      line = `${cell.slice}.${cell.row}`;
    drawn.set(place(cell.slice, cell.row, cell.column), node);
    if (!cell.name) {
      scenery.append(node);
      continue;
    }
    if (!lines.has(line)) lines.set(line, element("g", { role: "row" }));
    lines.get(line).append(node);
  }
  svg.append(scenery, ...lines.values());
  return { svg, drawn };
}

// marks: place → {kind, note, value}; everything not in it goes dark again.
function light(picture, marks, chosen) {
  for (const [at, node] of picture.drawn) {
    const mark = marks.get(at),
      isChosen = chosen !== null && node.dataset.name === chosen;
    node.classList.toggle("lit", Boolean(mark));
    node.classList.toggle("strong", Boolean(mark) && mark.kind === "strong");
    node.classList.toggle("chosen", isChosen);
    const note = (mark && mark.note) || "";
    node.children[2].textContent = note;
    node.classList.toggle("noted", note !== "");
    if (node.dataset.name) node.setAttribute("aria-selected", String(isChosen));
  }
}

// Other numbers in the same cells: the sums made so far.
function rewrite(picture, values) {
  for (const [at, value] of values) {
    const text = value === null ? "" : printed(value),
      label = picture.drawn.get(at).children[1];
    label.textContent = text;
    label.setAttribute("font-size", fontSize(text));
  }
}

// A matrix as small squares: weights in colour, zeros empty. A frame stands around one row or one column.
function matrix(rows, label) {
  const side = SQUARE,
    width = rows[0].length * side,
    height = rows.length * side;
  const svg = element("svg", {
    role: "img",
    class: "matrix",
    "aria-label": label,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    style: `min-width: ${width * 0.75}px`,
  });
  rows.forEach((row, r) => {
    row.forEach((value, c) => {
      const kind = value.used ? "weight" : "zero";
      svg.append(
        element("rect", { x: c * side + 0.5, y: r * side + 0.5, width: side - 1, height: side - 1, class: kind }),
      );
      if (value.used) {
        const text = printed(value.sum);
        svg.append(
          element("text", { x: (c + 0.5) * side, y: (r + 0.5) * side, "font-size": Math.min(10, 26 / text.length) }, [
            text,
          ]),
        );
      }
    });
  });
  const frame = element("rect", { class: "frame" });
  svg.append(frame);
  return { svg, frame, width, height };
}

// Move the frame to {row} or {column} of the matrix, or take it away.
function enframe({ frame, width, height }, { row, column }) {
  const across = row !== undefined,
    at = across ? row : column;
  frame.setAttribute("visibility", at === undefined ? "hidden" : "visible");
  if (at === undefined) return;
  const box = across
    ? { x: 0, y: at * SQUARE, width, height: SQUARE }
    : { x: at * SQUARE, y: 0, width: SQUARE, height };
  Object.entries(box).forEach(([name, value]) => frame.setAttribute(name, value));
}

export { element, minus, printed, result, place, grid, light, rewrite, matrix, enframe };
