/** Messages that are to wait for somebody: bounces that fail, and what a driver said must be looked at. */
import { frozenEntry, printable } from '../../log/index.ts';
import { textOption, timeMs } from '../options.ts';
import { sendNotice } from '../report/notice.ts';
import { nowOf, type Round } from '../round.ts';
import type { Settled } from '../settled.ts';

export interface Frozen {
  readonly settled: readonly Settled[];
  /** What the log says behind `Frozen`; undefined: it is not frozen. */
  readonly why: string | undefined;
}

/** A bounce that fails is kept, and its failure with it, until it is old enough to be thrown away. */
export function freezeWhatMust(round: Round, all: readonly Settled[]): Frozen {
  const { stored, ports } = round;
  const keptMs = timeMs(ports.configuration, 'ignore_bounce_errors_after');
  const isOld = nowOf(round) - stored.receivedAtMs >= keptMs;
  let isStuck = false;
  let why: string | undefined;
  const settled = all.map((one): Settled => {
    const { routed } = one.target;
    const isBounce =
      stored.sender === '' && (routed.props.errorsTo ?? '') === '' && routed.props.ignoresErrors !== true;
    if (one.status === 'deferred' && one.freezes === true) isStuck = true;
    if (one.status !== 'failed' || one.isFinal === true) return one;
    if (one.freezes !== true && (!isBounce || isOld)) return one;
    why = one.freezes === true ? '' : ' (delivery error message)';
    return { ...one, status: 'deferred' };
  });
  return { settled, why: why ?? (isStuck ? '' : undefined) };
}

export function logFrozen({ ports, stored }: Round, why: string): void {
  ports.log(frozenEntry({ why }), stored.id);
  ports.messageLog?.(stored.id, `*** Frozen${why}`);
}

/** `freeze_tell`: who hears of it, unless it is a bounce of ours that is frozen. */
export async function tellFrozen(round: Round, all: readonly Settled[], why: string): Promise<void> {
  const { stored } = round;
  const lines = all
    .filter(({ status }) => status === 'deferred')
    .toReversed()
    .map(({ target, text }) => `  ${target.routed.address}${text === undefined ? '' : `: ${printable(text)}`}\n`);
  const text =
    `Message ${stored.id} has been frozen${why}.\nThe sender is <${stored.sender}>.\n` +
    (lines.length > 0 ? `\nThe following address(es) have yet to be delivered:\n\n${lines.join('')}` : '');
  await tell(round, text);
}

async function tell(round: Round, words: string): Promise<void> {
  const { ports, stored } = round;
  const to = textOption(ports.configuration, 'freeze_tell');
  if (to === undefined || stored.flags?.localError === true) return;
  await sendNotice(round, { to, subject: 'Message frozen', words, about: 'a frozen one' });
}
