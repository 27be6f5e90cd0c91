// Fields that cannot be read: thrown where it is found, and shown as a refusal.

/** @typedef {{ rule: string, numbers: Record<string, unknown>, message?: string | null }} Refused */

export class Unreadable extends Error {
  /** @param {Refused} refused */
  constructor(refused) {
    super(refused.rule);
    this.refused = refused;
  }
}

/**
 * What was read, or why it could not be.
 *
 * @template T
 * @param {() => T} look
 * @returns {{ read: T, refused: null } | { read: null, refused: Refused }}
 */
export function attempt(look) {
  try {
    return { read: look(), refused: null };
  } catch (error) {
    if (error instanceof Unreadable) return { read: null, refused: error.refused };
    throw error;
  }
}
