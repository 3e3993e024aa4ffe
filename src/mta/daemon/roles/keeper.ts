/** The program that keeps root beside a process which has given it up, and starts children that deliver as users. */
import { becomeChild } from '../../../base/process/index.ts';
import type { Configuration } from '../../config/index.ts';
import type { RunnerOrder } from '../messages.ts';
import type { Account } from '../privileges.ts';
import { Starter } from '../runners/starter.ts';

export type ToKeeper =
  /** First of all. */
  | { readonly kind: 'keep'; readonly configuration: Configuration; readonly account: Account }
  | { readonly kind: 'runner'; readonly order: RunnerOrder };

export interface FromKeeper {
  readonly kind: 'told';
  readonly line: string;
}

/** Resolves when whom it is kept for has ended. */
export function main(): Promise<void> {
  const child = becomeChild<FromKeeper, ToKeeper>();
  if (child === undefined) throw new Error('a part of the daemon, started by nobody');
  const { parent } = child;
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => {});
  return new Promise((resolve) => {
    parent.onGone(resolve);
    let starter: Starter | undefined;
    parent.hear((message) => {
      if (message.kind === 'runner') return starter?.start(message.order);
      const { configuration, account } = message;
      starter = new Starter({
        now: () => ({ configuration, account }),
        say: (line) => parent.send({ kind: 'told', line }),
      });
    });
  });
}
