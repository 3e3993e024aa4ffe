/** What is sent, and what it should come to beside Postfix. */

export interface Load {
  readonly sessions: number;
  readonly octets: number;
  /** Many messages a connection, or one. */
  readonly isKept: boolean;
  /** Of ours to Postfix. */
  readonly aim: number;
  /** The greatest p99, in ms. */
  readonly aimP99?: number;
}

const KIB = 1024;

const kept = (sessions: number, octets: number, aim: number, aimP99?: number): Load => ({
  sessions,
  octets,
  isKept: true,
  aim,
  ...(aimP99 !== undefined && { aimP99 }),
});
const single = (sessions: number, aim: number): Load => ({ sessions, octets: 10 * KIB, isKept: false, aim });

export const LOADS: readonly Load[] = [
  kept(1, KIB, 1.8),
  kept(10, KIB, 3),
  kept(50, KIB, 5),
  kept(1, 10 * KIB, 2),
  kept(10, 10 * KIB, 2.6, 5),
  kept(50, 10 * KIB, 4.4, 15),
  kept(1, 100 * KIB, 1.6),
  kept(10, 100 * KIB, 2.2),
  kept(50, 100 * KIB, 2.5),
  single(1, 1.7),
  single(10, 2.8),
  single(50, 3.8),
];

/** With flushes that take their time. */
export const SLOW_LOADS: readonly Load[] = [kept(10, 10 * KIB, 1), kept(50, 10 * KIB, 3)];

export const WARM: Load = kept(4, KIB, 1);

/** Short ones are of one size, which is the one that people have. */
export const ofQuick = ({ octets }: Load): boolean => octets === 10 * KIB;

export function countOf({ octets, sessions }: Load, quick: boolean): number {
  const usual = octets > 50 * KIB ? 400 : sessions === 1 ? 500 : 2000;
  return quick ? Math.ceil(usual / 4) : usual;
}

/**
 * Of a server by name. Exim holds each connection for 200 ms behind smtp-source's QUIT: at one connection a message, as many
 * messages as for the others would take it minutes.
 */
export function countFor(name: string, load: Load, quick: boolean): number {
  const count = countOf(load, quick);
  return name === 'exim' && !load.isKept ? Math.min(count, EXIM_SINGLE * load.sessions) : count;
}

/** For each session: some seconds. */
const EXIM_SINGLE = 20;

export const titleOf = ({ sessions, octets, isKept }: Load): string =>
  `${sessions} sessions, ${octets / KIB} KiB${isKept ? '' : ', a connection each'}`;
