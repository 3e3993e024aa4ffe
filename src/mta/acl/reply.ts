/** `message = 553 5.7.1 text`: an answer's own codes (Exim spec §44.17). */

export interface AclReply {
  /** Three digits. */
  readonly code: string;
  /** RFC 3463, where one was given. */
  readonly extended?: string;
  readonly text: string;
  /** For the main and panic logs: the code is of another class than the answer. */
  readonly wrong?: string;
}

const CODES = /^(\d{3})\s(?:(\d\.\d{1,3}\.\d{1,3})\s)?/;

/**
 * @param code  what the answer has where the message names none; a code of another class does not count, and neither does what
 *   stands behind it
 * @param anyClass  it counts all the same
 */
export function readReply(message: string, code: string, anyClass = false): AclReply {
  const [whole, own, extended] = CODES.exec(message) ?? [];
  if (whole === undefined) return { code, text: message };
  const text = message.slice(whole.length);
  if (!anyClass && own![0] !== code[0])
    return {
      code,
      text,
      wrong: `configured error code starts with incorrect digit (expected ${code[0]}) in "${message}"`,
    };
  return { code: own!, ...(extended !== undefined && { extended }), text };
}
