/** WELLKNOWN: the file that the ACL names (`control = wellknown/file`), by its size and in xtext (Exim spec ch. "ACLs"). */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { thrownErrorText } from '../../../base/index.ts';
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import type { AclVerdict } from '../../acl/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { entry, hostAndIdent, MAIN_AND_REJECT } from '../../log/index.ts';
import { isListed } from '../client-lists.ts';
import { refuse } from '../policy/refuse.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';

export function answerWellknown(session: Session, { argument }: QuestionOf<'wellknown'>): Later<Answer> {
  return after(isListed(session, 'wellknown_advertise_hosts'), (isOffered) => {
    if (!isOffered) return notPermitted(session);
    return after(runPhase(session, 'wellknown'), (verdict) => {
      if (verdict === undefined) return notPermitted(session);
      return verdict.outcome === 'accept'
        ? tell(session, verdict, argument)
        : refuse(session, verdict, { what: { at: 'WELLKNOWN', argument } });
    });
  });
}

function notPermitted(session: Session): Answer {
  const { command = '' } = session.connection;
  const text = `rejected "${command}" from ${hostAndIdent(session.logHost, session.logFormat, false)}`;
  session.log(entry('wellknown-refused', { command }, text, MAIN_AND_REJECT));
  return { outcome: 'refuse', reply: { code: 554, text: 'not permitted' } };
}

/** An ACL that accepts and names no file is a mistake of the configuration. */
function tell(session: Session, verdict: AclVerdict, argument: string): Answer {
  const file = fileOf(verdict);
  const what = { at: 'WELLKNOWN', argument } as const;
  if (file === undefined) return refuse(session, { ...verdict, outcome: 'error' }, { what });
  const octets = session.controls.isSingleLine ? 'the answer may have one line alone' : readFile(file);
  if (typeof octets !== 'string') return { outcome: 'accept', reply: { code: 250, text: formatFile(octets) } };
  const { message: _, ...rest } = verdict;
  return refuse(session, { ...rest, outcome: 'deny', logMessage: `wellknown: file "${file}": ${octets}` }, { what });
}

function fileOf({ effects }: AclVerdict): string | undefined {
  for (const effect of effects.toReversed())
    if (effect.kind === 'control' && effect.control.name === 'wellknown') return effect.control.file;
  return undefined;
}

/** A reply is no way to send large files: they would be held as one text. */
const MAX_OCTETS = 64 * 1024;

/** A text: why not. */
function readFile(path: string): Buffer | string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(Buffer.from(path, 'latin1'), 'r');
    const facts = fstatSync(descriptor);
    if (!facts.isFile()) return 'it is no ordinary file';
    if (facts.size > MAX_OCTETS) return `it is larger than ${MAX_OCTETS} octets`;
    const octets = Buffer.alloc(facts.size);
    return octets.subarray(0, readSync(descriptor, octets, 0, facts.size, 0));
  } catch (cause) {
    return thrownErrorText(cause);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** From here on a line is ended. */
const FULL_LINE = 75;

/** `SIZE=` of what is in the file, then xtext; a line ends where one of the file does, or where it is long enough. */
export function formatFile(octets: Uint8Array): string {
  let text = `SIZE=${octets.length}\n`;
  let width = 0;
  for (const octet of octets) {
    const isPlain = octet > 32 && octet < 127 && octet !== 43 && octet !== 61;
    const written = isPlain ? String.fromCharCode(octet) : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`;
    text += written;
    width = octet === 10 ? FULL_LINE : width + written.length;
    if (width < FULL_LINE) continue;
    text += '\n';
    width = 0;
  }
  return text.replace(/\n$/, '');
}
