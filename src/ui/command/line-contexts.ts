/**
 * Contexts for lines of a batch that give common flags of their own (`at`, `trust`, `resolver`, …). Lines that give the same
 * share one, with its cache and its connections; a few are kept for lines to come, so a file of any length is bounded.
 */
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import type { Context } from './context.ts';

type Values = Readonly<Record<string, unknown>>;
type Opened = Result<Context, Failure>;

interface Entry {
  readonly opening: Promise<Opened>;
  users: number;
}

/** Beside those in use. */
const MAX_IDLE = 16;

export class LineContexts {
  private readonly base: Context;
  private readonly open: (common: Values) => Promise<Opened>;
  /** In the order of their last use. */
  private readonly entries = new Map<string, Entry>();

  /** @param open  makes a context of the run's flags with these over them */
  constructor(base: Context, open: (common: Values) => Promise<Opened>) {
    this.base = base;
    this.open = open;
  }

  async use<T>(common: Values, work: (context: Context) => Promise<T>): Promise<Result<T, Failure>> {
    if (Object.keys(common).length === 0) return ok(await work(this.base));
    const entry = this.enter(common);
    try {
      const context = await entry.opening;
      return context.ok ? ok(await work(context.value)) : err(context.error);
    } finally {
      entry.users -= 1;
      await this.closeIdle(MAX_IDLE);
    }
  }

  close(): Promise<void> {
    return this.closeIdle(0);
  }

  private enter(common: Values): Entry {
    const key = JSON.stringify(Object.entries(common).sort());
    const entry = this.entries.get(key) ?? { opening: this.open(common), users: 0 };
    this.entries.delete(key);
    this.entries.set(key, entry);
    entry.users += 1;
    return entry;
  }

  private async closeIdle(keep: number): Promise<void> {
    const idle = [...this.entries].filter(([, { users }]) => users === 0);
    const surplus = idle.slice(0, Math.max(0, idle.length - keep));
    for (const [key] of surplus) this.entries.delete(key);
    for (const [, { opening }] of surplus) {
      const context = await opening;
      if (context.ok) await context.value.close();
    }
  }
}
