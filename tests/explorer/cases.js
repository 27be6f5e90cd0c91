// The cases that Python wrote for the test that is running.
import { readFileSync } from "node:fs";

export const cases = JSON.parse(readFileSync(process.env.CASES, "utf-8"));
