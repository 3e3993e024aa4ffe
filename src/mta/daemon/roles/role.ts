import type { Parent } from '../../../base/process/index.ts';

export interface Player<Received> {
  readonly hear: (message: Received, handle: object | undefined) => void;
  readonly drain: (withinMs: number) => void;
}

/** Without a parent there is nobody to say how long. */
const ALONE_MS = 10_000;

/** Signals of the terminal are for the master, which then tells the others. */
export function playRole<Sent, Received>(
  child: { readonly parent: Parent<Sent, Received> } | undefined,
  makePlayer: (parent: Parent<Sent, Received>, ended: () => void) => Player<Received>,
): Promise<void> {
  if (child === undefined) throw new Error('a part of the daemon, started by nobody');
  const { parent } = child;
  process.on('SIGINT', () => {}).on('SIGHUP', () => {});
  return new Promise((resolve) => {
    const player = makePlayer(parent, () => {
      parent.leave();
      resolve();
    });
    parent.hear(player.hear);
    parent.onGone(() => player.drain(ALONE_MS));
    process.on('SIGTERM', () => player.drain(ALONE_MS));
  });
}
