// What the script that reads classes needs of the one that has loaded it: the kinds of rows, and how to refuse.

/** @type {{ KINDS: Record<string, any>, knownKind: (name: string) => any, bound: (kind: any, unnamed: any[], named: any) => any, completed: (kind: any, given: any) => any, refuse: (rule: string, numbers?: any, line?: number) => never, Refusing: any, weighted: RegExp, most: number, kind: typeof import("../../../rules/kinds/registry.js").kind, integer: typeof import("../../../rules/kinds/checks.js").integer, windowed: typeof import("../../../rules/reaches.js").windowed, spread: typeof import("../../../rules/reaches.js").spread, met: typeof import("../../../rules/reaches.js").joined }} */
export const host = /** @type {any} */ ({});
