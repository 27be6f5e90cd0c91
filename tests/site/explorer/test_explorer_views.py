"""What is drawn adds up: sliding over the drawn gather grid, and stamping in the scatter view, give the output."""

from random import Random

import numpy as np
from settings import random_state

VIEWS = """state => {
  const { state: states, scene: scenes, rules, drawing } = Explorer, { setting, refusal } = states.read(state);
  if (refusal) return null;
  const [gather, scatter] = ["gather", "scatter"].map((view) => scenes.build({ ...state, view }, setting));
  const plane = (values, fill) => rules.asPlane(values, fill).map(Number);
  const [d, p] = [plane(setting.dilation, 1n), plane(setting.padding, 0n)], k = gather.wSize, area = k[0] * k[1];
  const start = [0, 1].map((axis) => p[axis] - d[axis] * (k[axis] - 1));
  const at = (cells) => new Map(cells.map((cell) => [drawing.place(cell.slice, cell.row, cell.column), cell.value]));
  const x = at(gather.cells.x), w = at(gather.cells.w), slid = [];
  for (const { slice, row, column } of gather.cells.y) {
    let sum = 0;
    for (const [out, input, offset] of gather.pairs.filter(([out]) => out === slice)) {
      for (let r = 0; r < k[0]; r++) {
        for (let c = 0; c < k[1]; c++) {
          const under = x.get(drawing.place(input, start[0] + row + d[0] * r, start[1] + column + d[1] * c));
          sum += (under || 0) * w.get(drawing.place(offset / area, r, c));
        }
      }
    }
    slid.push(sum);
  }
  const sums = scenes.sumsUpTo(scatter, `x.${scatter.cin - 1}.${scatter.xSize[0] - 1}.${scatter.xSize[1] - 1}`);
  const stamped = gather.cells.y.map((cell) => sums.get(drawing.place(cell.slice, cell.row, cell.column)) || 0);
  return [gather.y, slid, stamped];
}"""


def test_both_drawn_views_give_the_output(rules_page):
    draw = Random(5)
    states = [state for state in (random_state(draw, wrong=0) for _ in range(800)) if "Transpose" in state["layer"]]
    seen = 0
    for state, found in zip(states, rules_page.evaluate(f"states => states.map({VIEWS})", states), strict=True):
        if found is None:
            continue
        for view in found[1:]:
            np.testing.assert_allclose(view, found[0], atol=1e-12, err_msg=str(state))
        seen += 1
    assert seen > 200
