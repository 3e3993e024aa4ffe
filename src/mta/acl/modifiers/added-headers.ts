/** Fields that ACLs add: read out of a text, each once, and listed by `$headers_added`. */
import { remembered } from '../engine/memory.ts';
import type { AclRun } from '../engine/run.ts';
import type { AclSite, AclWorld, HeaderPosition } from '../types.ts';

/**
 * Fields wait until the message takes them: those of MAIL, RCPT and DATA come in with its header, and later phases begin anew.
 */
const waiting = remembered(() => new Map<AclSite | 'envelope', string[]>());

const ENVELOPE = new Set<AclSite>(['mail', 'rcpt', 'predata', 'not-smtp-start']);

function waitingIn({ facts, phase }: AclWorld): string[] {
  const phases = waiting(facts.scopes.message);
  const key = ENVELOPE.has(phase) ? 'envelope' : phase;
  const known = phases.get(key) ?? [];
  phases.set(key, known);
  return known;
}

/** A list with newlines as separators, those inside of a field doubled. */
export const headersAdded = (world: AclWorld): string =>
  waitingIn(world)
    .map((text) => text.slice(0, -1).replaceAll('\n', '\n\n'))
    .join('\n');

export function addHeaders(run: AclRun, text: string): void {
  const known = waitingIn(run.world);
  for (const { position, text: field } of fieldsIn(text)) {
    if (known.includes(field)) continue;
    known.push(field);
    run.effects.push({ kind: 'add-header', position, text: field });
  }
}

interface Field {
  readonly position: HeaderPosition;
  readonly text: string;
}

/** A line break that white space follows is a fold; any other ends a field. */
function fieldsIn(text: string): readonly Field[] {
  const whole = text.replace(/^\n+/, '').replace(/\n+$/, '');
  return whole === '' ? [] : whole.split(/\n(?![ \t])/).map(fieldOf);
}

const POSITIONS: Readonly<Record<string, HeaderPosition>> = {
  after_received: 'after-received',
  at_start_rfc: 'start-rfc',
  at_start: 'start',
  at_end: 'end',
};

const PLACED = /^:(after_received|at_start_rfc|at_start|at_end):[ \t]*/i;

/** What is no field becomes the value of one. */
function fieldOf(line: string): Field {
  const placed = PLACED.exec(line);
  const position = POSITIONS[placed?.[1]?.toLowerCase() ?? 'at_end']!;
  const rest = line.slice(placed?.[0].length ?? 0);
  return { position, text: `${/^[!-9;-~]*:/.test(rest) ? '' : 'X-ACL-Warn: '}${rest}\n` };
}
