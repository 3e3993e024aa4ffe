/**
 * `smtp_ratelimit_mail` and `smtp_ratelimit_rcpt`: beyond so many commands each one waits, and every time longer
 * (Exim spec §14, "smtp_ratelimit_hosts").
 */

import { after, type Later } from '../expand/index.ts';
import { isListed } from './client-lists.ts';
import type { Session } from './session.ts';

/** @param count  commands of the kind, this one among them */
export function slowDown(session: Session, kind: 'mail' | 'rcpt', count: number): Later<void> {
  const { options, ports } = session.shared;
  const text = options.text(`smtp_ratelimit_${kind}`);
  const rate = text === undefined ? undefined : readRate(text);
  if (rate === undefined || count <= rate.threshold) return undefined;
  return after(isListed(session, 'smtp_ratelimit_hosts'), (isIn) => {
    if (!isIn) return undefined;
    const seconds = session.delays[kind] ?? rate.firstSeconds;
    session.delays[kind] = Math.min(seconds * rate.factor, rate.mostSeconds);
    return ports.services.wait?.(seconds);
  });
}

interface Rate {
  readonly threshold: number;
  readonly firstSeconds: number;
  readonly factor: number;
  readonly mostSeconds: number;
}

const RATE = /^\s*(\d+)\s*,\s*([\dsmhdw.]+)\s*,\s*(\d+(?:\.\d+)?)\s*,\s*([\dsmhdw.]+)\s*$/;

/** `2,0.5s,1.05,4m`; what is none was refused when the configuration was read. */
function readRate(text: string): Rate | undefined {
  const [, threshold, first = '', factor, most = ''] = RATE.exec(text) ?? [];
  const [firstSeconds, mostSeconds] = [readSeconds(first), readSeconds(most)];
  if (threshold === undefined || firstSeconds === undefined || mostSeconds === undefined) return undefined;
  return { threshold: Number(threshold), firstSeconds, factor: Number(factor), mostSeconds };
}

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** Each number has its letter, and the last may have a fraction. */
function readSeconds(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d{1,3})?)([wdhms])/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text) return undefined;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
}
