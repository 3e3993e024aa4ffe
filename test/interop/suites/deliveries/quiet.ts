/** When a server has done all that it does by itself with what it was given. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from '../serve-dialogues/servers.ts';

const DEADLINE_MS = 60_000;
/** Behind the last line, where there is word of everything; and where there is not, which some never give. */
const TOLD_MS = 900;
const UNTOLD_MS = 4000;

/** Nothing more is logged, no queue run is on, and of every recipient there is word. */
export async function quiet(server: Server, from: number): Promise<void> {
  let length = -1;
  let since = performance.now();
  const deadline = since + DEADLINE_MS;
  while (performance.now() < deadline) {
    const now = server.log('main');
    if (now.length !== length) {
      length = now.length;
      since = performance.now();
    }
    const waited = performance.now() - since;
    const log = now.slice(from);
    if (!isRunning(log) && (waited > UNTOLD_MS || (waited > TOLD_MS && isAllTold(log)))) return;
    await sleep(30);
  }
}

const isRunning = (log: string): boolean => countOf(log, 'Start') > countOf(log, 'End');

const countOf = (log: string, phase: string): number => log.split(` ${phase} queue run: `).length - 1;

/** Whom it is for stands there by a selector of the log. */
const TAKEN = /^\S+ \S+ (\w{6}-\w{6}-\w\w) <= (?:.* for (.*)|.*)$/gm;

/** What waits has a line that says so; as long as something is on its way, there is no word of the whole. */
function isAllTold(log: string): boolean {
  const lines = log.split('\n');
  return [...log.matchAll(TAKEN)].every(([, id, recipients]) => {
    const own = lines.filter((line) => line.includes(` ${id} `) && !line.includes(` ${id} <= `));
    if (own.some((line) => / (Completed|Frozen)\b/.test(line))) return true;
    if (recipients === undefined) return false;
    return own.some((line) => line.includes(' == ')) && recipients.split(' ').every((one) => isNamed(own, one));
  });
}

/** In a line about a delivery, as itself or as whom it is for. */
const isNamed = (lines: readonly string[], recipient: string): boolean =>
  lines.some((line) => /^\S+ \S+ \S+ (?:=>|->|>>|\*>|\*\*|==) /.test(line) && line.includes(recipient));
