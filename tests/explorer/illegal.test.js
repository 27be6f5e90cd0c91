// Each illegal setting carries exactly what PyTorch says to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read } from "../../docs/explorer/model/setting.js";
import { cases } from "./cases.js";

test("illegal settings carry the message of PyTorch", () => {
  for (const { state, message } of cases) {
    assert.equal(read(state).refused?.message ?? null, message, JSON.stringify(state));
  }
});
