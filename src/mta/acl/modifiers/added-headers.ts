/** Fields that ACLs add: read out of a text, each once. */
import type { AclRun } from '../engine/run.ts';
import type { HeaderPosition } from '../types.ts';

/** `$headers_added` knows them at once; who puts them into the message empties it. */
export function addHeaders(run: AclRun, text: string): void {
  const { message } = run.world.facts;
  for (const { position, text: field } of fieldsIn(text)) {
    if (message?.headersAdded.includes(field) === true) continue;
    if (message !== undefined) message.headersAdded = [...message.headersAdded, field];
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
