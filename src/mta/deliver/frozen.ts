/** What an attempt does with a message that is frozen (Exim spec ch. 14, auto_thaw, ignore_bounce_errors_after, timeout_frozen_after). */
import { numberOf, timeMs } from './options.ts';
import { type Cancelled, loopOf } from './plan/cancel.ts';
import { type Look, nowOf } from './round.ts';

export type Fate =
  | { readonly kind: 'goes' }
  /** Until somebody, or time, thaws it. */
  | { readonly kind: 'stays' }
  | { readonly kind: 'thaws'; readonly reason: Thawing }
  /** All that is left of it fails; thawed before, where it was frozen. */
  | { readonly kind: 'ends'; readonly gone: Cancelled; readonly reason?: Thawing };

export type Thawing = 'error-timer' | 'forced' | 'auto-thaw';

/** A message that has been given up, or goes round, ends, unless it is frozen. */
export function fateOf(look: Look): Fate {
  const { stored, how, ports } = look;
  const ofFrozen = stored.frozenAtMs === undefined ? GOES : frozenFate(look);
  if (how.cancelledBy !== undefined)
    return { ...(ofFrozen.kind === 'thaws' && ofFrozen), kind: 'ends', gone: { kind: 'administrator' } };
  const loop = loopOf(stored, numberOf(ports.configuration, 'received_headers_max'));
  return loop === undefined || ofFrozen.kind === 'stays' || ofFrozen.kind === 'ends'
    ? ofFrozen
    : { ...ofFrozen, kind: 'ends', gone: loop };
}

const GOES: Fate = { kind: 'goes' };

/** They stay, unless they are forced, old enough to be thawed, or old enough to be given up. */
function frozenFate(look: Look): Fate {
  const { how } = look;
  const now = nowOf(look);
  const { giveUpAtMs, dropAtMs, thawAtMs } = frozenTimes(look);
  if (giveUpAtMs !== undefined && now >= giveUpAtMs) return { kind: 'ends', gone: { kind: 'timeout' } };
  if (dropAtMs !== undefined && now >= dropAtMs) return { kind: 'thaws', reason: 'error-timer' };
  // To give a message up is to force it; one whose time has come is thawed by whoever forces it.
  const isDue = thawAtMs !== undefined && now > thawAtMs;
  if (how.thaws !== true && how.cancelledBy === undefined && !isDue) return { kind: 'stays' };
  return { kind: 'thaws', reason: isDue && how.isForced !== true && how.thaws !== true ? 'auto-thaw' : 'forced' };
}

export interface FrozenTimes {
  /** `timeout_frozen_after`: it is given up. */
  readonly giveUpAtMs?: number;
  /** `ignore_bounce_errors_after`: a bounce is tried once more, and thrown away. */
  readonly dropAtMs?: number;
  /** `auto_thaw`: it is tried again. */
  readonly thawAtMs?: number;
}

export function frozenTimes({ stored, ports: { configuration } }: Pick<Look, 'stored' | 'ports'>): FrozenTimes {
  const { sender, receivedAtMs, frozenAtMs } = stored;
  const giveUpMs = timeMs(configuration, 'timeout_frozen_after');
  const thawMs = timeMs(configuration, 'auto_thaw');
  const isBounce = sender === '';
  return {
    ...(giveUpMs > 0 && { giveUpAtMs: receivedAtMs + giveUpMs }),
    ...(isBounce && { dropAtMs: receivedAtMs + timeMs(configuration, 'ignore_bounce_errors_after') }),
    ...(thawMs > 0 && !isBounce && frozenAtMs !== undefined && { thawAtMs: frozenAtMs + thawMs }),
  };
}
