/**
 * A spool that takes no message takes none of thousands, and they need not be told one by one: the first is, and what another
 * reason keeps out, then how many there have been, once a minute, and when it is over.
 */
const SAID_EVERY_MS = 60_000;

interface Trouble {
  readonly code: string;
  saidMs: number;
  /** Since it was said. */
  count: number;
}

export class StoreTrouble {
  private readonly nowMs: () => number;
  private trouble: Trouble | undefined;

  /** @param nowMs  never goes back */
  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /**
   * A message could not be stored.
   *
   * @param code  of the reason, whose sentence may name a file of the message's own
   * @returns what is to be logged of it
   */
  note(code: string, why: string): string | undefined {
    const nowMs = this.nowMs();
    const { trouble } = this;
    if (trouble === undefined || trouble.code !== code) {
      this.trouble = { code, saidMs: nowMs, count: 0 };
      return `the message could not be stored: ${why}${trouble === undefined ? '' : countOf(trouble)}`;
    }
    trouble.count += 1;
    if (nowMs - trouble.saidMs < SAID_EVERY_MS) return undefined;
    const text = `messages could not be stored: ${why}${countOf(trouble)}`;
    trouble.saidMs = nowMs;
    trouble.count = 0;
    return text;
  }

  /** One could. @returns likewise */
  over(): string | undefined {
    const { trouble } = this;
    if (trouble === undefined) return undefined;
    this.trouble = undefined;
    return `messages can be stored again${countOf(trouble)}`;
  }
}

const countOf = ({ count }: Trouble): string => (count === 0 ? '' : ` (${count} more since that was last said)`);
