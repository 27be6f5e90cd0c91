/* The landing page: a photo, the nine numbers under a kernel, and the feature map; and one live size. */
(() => {
  "use strict";
  const figure = document.querySelector(".landing-figure");

  /** The photo and the kernels, as the page brings them. */
  const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  /** What a kernel of whole numbers makes of the pixels, before it is divided. */
  function convolve(pixels, side, weights) {
    const out = side - 2;
    const map = new Int32Array(out * out);
    for (let row = 0; row < out; row += 1)
      for (let column = 0; column < out; column += 1) {
        let sum = 0;
        for (let r = 0; r < 3; r += 1)
          for (let c = 0; c < 3; c += 1) sum += weights[r][c] * pixels[(row + r) * side + column + c];
        map[row * out + column] = sum;
      }
    return map;
  }

  const number = (value) => String(value).replace("-", "−");

  /** A sum divided by a whole number: exact, or with the sign that says it is not. */
  function quotient(sum, divisor) {
    if (sum % divisor === 0) return ["=", number(sum / divisor)];
    return ["≈", number((sum / divisor).toFixed(1))];
  }

  const [BLACK, WHITE] = [0, 255].map((level) => [level, level, level]); // For a map that cannot be negative.
  const parse = (hex) => [1, 3, 5].map((start) => parseInt(hex.trim().slice(start, start + 2), 16));

  function start() {
    const side = Number(figure.dataset.side);
    const out = side - 2;
    const pixels = decode(figure.dataset.pixels);
    const kernels = JSON.parse(figure.dataset.kernels);
    const maps = {};
    const find = (name) => figure.querySelector(`.landing-${name}`);
    const [photo, map, rays, total, sign] = ["photo", "map", "rays", "total", "sign"].map(find);
    const windowCells = [...figure.querySelectorAll(".landing-window .digit")];
    const kernelCells = [...figure.querySelectorAll(".landing-kernel .digit")];
    let chosen = figure.querySelector("input:checked").value;
    let place = [Number(figure.dataset.row), Number(figure.dataset.column)];

    const current = () => (maps[chosen] ||= convolve(pixels, side, kernels[chosen].weights));
    const frames = {};

    function canvas(holder, size) {
      const made = document.createElement("canvas");
      made.width = made.height = size;
      made.setAttribute("aria-hidden", "true");
      frames[holder.dataset.role] = document.createElement("span");
      frames[holder.dataset.role].className = "landing-frame";
      holder.querySelectorAll("img").forEach((image) => image.remove());
      holder.append(made, frames[holder.dataset.role]);
      return made.getContext("2d");
    }

    const photoContext = canvas(photo, side);
    const mapContext = canvas(map, out);

    function paintPhoto() {
      const image = photoContext.createImageData(side, side);
      pixels.forEach((value, index) => image.data.set([value, value, value, 255], 4 * index));
      photoContext.putImageData(image, 0, 0);
    }

    function paintMap() {
      const style = getComputedStyle(document.documentElement);
      const [minus, zero, plus] = ["minus", "zero", "plus"].map((name) =>
        parse(style.getPropertyValue(`--signed-${name}`)),
      );
      const values = current();
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
      const signed = values.some((value) => value < 0);
      const image = mapContext.createImageData(out, out);
      values.forEach((value, index) => {
        const share = Math.abs(value) / most;
        const [start, end] = signed ? [zero, value < 0 ? minus : plus] : [BLACK, WHITE];
        const colour = start.map((from, channel) => Math.round(from + share * (end[channel] - from)));
        image.data.set([...colour, 255], 4 * index);
      });
      mapContext.putImageData(image, 0, 0);
    }

    function frame(span, size, cells) {
      const unit = 100 / size;
      span.style.left = `${place[1] * unit}%`;
      span.style.top = `${place[0] * unit}%`;
      span.style.width = span.style.height = `${cells * unit}%`;
    }

    function drawRays() {
      const origin = figure.getBoundingClientRect();
      const box = (node) => node.getBoundingClientRect();
      rays.setAttribute("viewBox", `0 0 ${origin.width} ${origin.height}`);
      const from = box(frames.input);
      const to = box(figure.querySelector(".landing-window .board"));
      const pixel = box(find("pixel"));
      const answer = box(frames.output);
      const lines = [
        [from.left, from.bottom, to.left, to.top, "input"],
        [from.right, from.bottom, to.right, to.top, "input"],
        [answer.left + answer.width / 2, answer.bottom, pixel.left + pixel.width / 2, pixel.top, "output"],
      ];
      [...rays.children].forEach((line, index) => {
        const [x1, y1, x2, y2] = lines[index];
        line.setAttribute("x1", x1 - origin.left);
        line.setAttribute("y1", y1 - origin.top);
        line.setAttribute("x2", x2 - origin.left);
        line.setAttribute("y2", y2 - origin.top);
      });
    }

    function show() {
      const kernel = kernels[chosen];
      windowCells.forEach((cell, index) => {
        cell.textContent = pixels[(place[0] + Math.floor(index / 3)) * side + place[1] + (index % 3)];
      });
      kernelCells.forEach((cell, index) => {
        const weight = kernel.weights[Math.floor(index / 3)][index % 3];
        cell.textContent = kernel.divisor === 1 ? number(weight) : `${number(weight)}/${kernel.divisor}`;
      });
      const [relation, text] = quotient(current()[place[0] * out + place[1]], kernel.divisor);
      sign.textContent = relation;
      total.textContent = text;
      frame(frames.input, side, 3);
      frame(frames.output, out, 1);
      drawRays();
    }

    function moveTo(row, column) {
      const inside = (value) => Math.min(out - 1, Math.max(0, value));
      place = [inside(row), inside(column)];
      show();
    }

    function follow(holder, size, offset) {
      const moved = (event) => {
        const area = holder.getBoundingClientRect();
        const at = (position, length) => Math.floor((position / length) * size) - offset;
        moveTo(at(event.clientY - area.top, area.height), at(event.clientX - area.left, area.width));
      };
      holder.addEventListener("pointermove", moved);
      holder.addEventListener("pointerdown", moved);
    }

    follow(photo, side, 1);
    follow(map, out, 0);
    photo.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      moveTo(place[0] + step[0], place[1] + step[1]);
    });
    figure.addEventListener("change", (event) => {
      if (event.target.name !== "landing-kernel") return;
      chosen = event.target.value;
      paintMap();
      show();
    });
    new ResizeObserver(drawRays).observe(figure);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintMap);
    new MutationObserver(paintMap).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    figure.classList.add("is-live");
    photo.tabIndex = 0;
    paintPhoto();
    paintMap();
    show();
  }

  /** The size card: four whole numbers, the formula with them, and what comes out or why nothing does. */
  function size(card) {
    const fields = [...card.querySelectorAll("input")];
    const [formula, result] = ["formula", "result"].map((name) => card.querySelector(`.size-${name}`));
    const plain = (text) => text.normalize("NFKC").trim();
    const least = { i: 1, k: 1, s: 1, p: 0 };

    function update() {
      const value = {};
      for (const field of fields) {
        const text = plain(field.value);
        const good = /^\d{1,9}$/.test(text) && Number(text) >= least[field.name];
        field.setAttribute("aria-invalid", String(!good));
        value[field.name] = good ? Number(text) : NaN;
      }
      const { i, k, s, p } = value;
      const words = card.dataset;
      if ([i, k, s, p].some(Number.isNaN)) return say("", words.whole);
      if (k > i + 2 * p) return say("", words.large.replace("{room}", i + 2 * p));
      return say(`⌊(${i} + 2·${p} − ${k}) / ${s}⌋ + 1 =`, String(Math.floor((i + 2 * p - k) / s) + 1));
    }

    function say(left, right) {
      formula.textContent = left;
      result.textContent = right;
      result.classList.toggle("is-refusal", !left);
    }

    card.addEventListener("input", update);
    fields.forEach((field) => field.addEventListener("focus", () => field.select()));
    update();
  }

  if (figure) start();
  const card = document.querySelector(".size-card");
  if (card) size(card);
})();
