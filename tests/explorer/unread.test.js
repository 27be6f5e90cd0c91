// The cells that the figures call unread are those to which torch gives a gradient of 0, in every padding mode.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../docs/explorer/model/setting.js";
import { unread, unreadCells } from "../../docs/explorer/rules/reads.js";
import { cases } from "./cases.js";

test("unread cells are those without a gradient", () => {
  for (const { state, gaps, end, cells } of cases) {
    const { setting } = read(state);
    assert.deepEqual(unread(setting, 0).map(Number), [gaps, end], JSON.stringify(state));
    assert.deepEqual(unreadCells(setting, 0), cells, JSON.stringify(state));
  }
});
