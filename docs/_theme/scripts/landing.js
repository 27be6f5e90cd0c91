/* The landing page's figure: a photo, the nine numbers under a kernel, and the feature map. */
(() => {
  "use strict";
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const [BLACK, WHITE] = [0, 255].map((level) => [level, level, level]); // For a map that cannot be negative.

  /** The photo and the kernels, as the page brings them. */
  const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const parse = (hex) => [1, 3, 5].map((start) => parseInt(hex.trim().slice(start, start + 2), 16));
  const number = (value) => String(value).replace("-", "−");

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

  /** The nine products as a sum, in brackets where it is divided. */
  function terms(window, weights, divisor) {
    const product = (value, index) => {
      const weight = number(weights[Math.floor(index / 3)][index % 3]);
      return `${value}·${weight.startsWith("−") ? `(${weight})` : weight}`;
    };
    const sum = window.map(product).join(" + ");
    return divisor === 1 ? sum : `(${sum}) / ${divisor}`;
  }

  /** A sum divided by a whole number: exact, or with the sign that says it is not. */
  function quotient(sum, divisor) {
    if (sum % divisor === 0) return ["=", number(sum / divisor)];
    return ["≈", number((sum / divisor).toFixed(1))];
  }

  /** Colours for the values of a map: signed about zero, or grey where none is negative. */
  function shades(values) {
    const style = getComputedStyle(document.documentElement);
    const token = (name) => parse(style.getPropertyValue(`--signed-${name}`));
    const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    const signed = values.some((value) => value < 0);
    return (value) => {
      const [start, end] = signed ? [token("zero"), token(value < 0 ? "minus" : "plus")] : [BLACK, WHITE];
      return start.map((from, channel) => Math.round(from + (Math.abs(value) / most) * (end[channel] - from)));
    };
  }

  class Landing {
    constructor(root) {
      this.root = root;
      this.side = Number(root.dataset.side);
      this.out = this.side - 2;
      this.pixels = decode(root.dataset.pixels);
      this.kernels = JSON.parse(root.dataset.kernels);
      this.maps = {};
      this.frames = {};
      this.chosen = root.querySelector("input:checked").value;
      this.place = [Number(root.dataset.row), Number(root.dataset.column)];
      this.photo = this.canvas("photo", this.side);
      this.map = this.canvas("map", this.out);
    }

    find(name) {
      return this.root.querySelector(`.landing-${name}`);
    }

    get values() {
      return (this.maps[this.chosen] ||= convolve(this.pixels, this.side, this.kernels[this.chosen].weights));
    }

    /** A canvas in the place of the picture that the page was built with, and the frame that moves over it. */
    canvas(name, size) {
      const holder = this.find(name);
      const made = document.createElement("canvas");
      made.width = made.height = size;
      made.setAttribute("aria-hidden", "true");
      const frame = document.createElement("span");
      frame.className = "landing-frame";
      holder.querySelectorAll("img").forEach((image) => image.remove());
      holder.append(made, frame);
      this.frames[name] = frame;
      return made.getContext("2d");
    }

    paint(context, size, values, colour) {
      const image = context.createImageData(size, size);
      values.forEach((value, index) => image.data.set([...colour(value), 255], 4 * index));
      context.putImageData(image, 0, 0);
    }

    paintMap() {
      this.paint(this.map, this.out, this.values, shades(this.values));
      this.find("scale").hidden = this.values.every((value) => value >= 0);
    }

    setFrame(name, size, cells) {
      const unit = 100 / size;
      const { style } = this.frames[name];
      style.left = `${this.place[1] * unit}%`;
      style.top = `${this.place[0] * unit}%`;
      style.width = style.height = `${cells * unit}%`;
    }

    /** Lines from the window to its numbers, and from the sum to its pixel. */
    drawRays() {
      const box = (node) => node.getBoundingClientRect();
      const origin = box(this.root);
      const rays = this.find("rays");
      rays.setAttribute("viewBox", `0 0 ${origin.width} ${origin.height}`);
      const from = box(this.frames.photo);
      const to = box(this.root.querySelector(".landing-window .board"));
      const pixel = box(this.find("pixel"));
      const answer = box(this.frames.map);
      const lines = [
        [from.left, from.bottom, to.left, to.top],
        [from.right, from.bottom, to.right, to.top],
        [answer.left + answer.width / 2, answer.bottom, pixel.left + pixel.width / 2, pixel.top],
      ];
      [...rays.children].forEach((line, index) => {
        const [x1, y1, x2, y2] = lines[index];
        line.setAttribute("x1", x1 - origin.left);
        line.setAttribute("y1", y1 - origin.top);
        line.setAttribute("x2", x2 - origin.left);
        line.setAttribute("y2", y2 - origin.top);
      });
    }

    show() {
      const { weights, divisor } = this.kernels[this.chosen];
      const [row, column] = this.place;
      const cells = [...this.root.querySelectorAll(".landing-window .digit")];
      const pixel = (_, index) => this.pixels[(row + Math.floor(index / 3)) * this.side + column + (index % 3)];
      const window = cells.map(pixel);
      cells.forEach((cell, index) => (cell.textContent = window[index]));
      this.root.querySelectorAll(".landing-kernel .digit").forEach((cell, index) => {
        const weight = number(weights[Math.floor(index / 3)][index % 3]);
        cell.textContent = divisor === 1 ? weight : `${weight}/${divisor}`;
      });
      const [relation, text] = quotient(this.values[row * this.out + column], divisor);
      this.find("sign").textContent = relation;
      this.find("total").textContent = text;
      this.find("terms").textContent = `${terms(window, weights, divisor)} ${relation} ${text}`;
      this.setFrame("photo", this.side, 3);
      this.setFrame("map", this.out, 1);
      this.drawRays();
    }

    moveTo(row, column) {
      const inside = (value) => Math.min(this.out - 1, Math.max(0, value));
      this.place = [inside(row), inside(column)];
      this.show();
    }

    follow(name, size, offset) {
      const holder = this.find(name);
      const moved = (event) => {
        const area = holder.getBoundingClientRect();
        const at = (position, length) => Math.floor((position / length) * size) - offset;
        this.moveTo(at(event.clientY - area.top, area.height), at(event.clientX - area.left, area.width));
      };
      holder.addEventListener("pointermove", moved);
      holder.addEventListener("pointerdown", moved);
    }

    listen() {
      this.follow("photo", this.side, 1);
      this.follow("map", this.out, 0);
      this.find("photo").addEventListener("keydown", (event) => {
        const step = ARROWS[event.key];
        if (!step) return;
        event.preventDefault();
        this.moveTo(this.place[0] + step[0], this.place[1] + step[1]);
      });
      this.root.addEventListener("change", (event) => {
        if (event.target.name !== "landing-kernel") return;
        this.chosen = event.target.value;
        this.paintMap();
        this.show();
      });
      new ResizeObserver(() => this.drawRays()).observe(this.root);
      const again = () => this.paintMap();
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
      new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    }

    start() {
      this.listen();
      this.root.classList.add("is-live");
      this.find("photo").tabIndex = 0;
      this.paint(this.photo, this.side, this.pixels, (value) => [value, value, value]);
      this.paintMap();
      this.show();
    }
  }

  const figure = document.querySelector(".landing-figure");
  if (figure) new Landing(figure).start();
})();
