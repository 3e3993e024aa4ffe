/** Conditions that ask a list: expanded as a whole, then its items from left to right. */
import {
  after,
  clean,
  expand,
  type Failure,
  isFailure,
  type Later,
  type ListKind,
  type ListMatch,
  type Text,
} from '../../expand/index.ts';
import { setValue } from '../../facts/index.ts';
import { fatalMistake } from '../../match/index.ts';
import { type AclRun, log, note } from '../engine/run.ts';
import { defer, error, type Said, type Written, type WrittenCondition } from '../rows.ts';

export interface ListCondition {
  readonly name: string;
  readonly kind: ListKind;
  /** Undefined: there is nothing to match, and the answer is no. */
  readonly subject: (run: AclRun) => Text | undefined;
  /** The variable that keeps what the list knows of the subject. */
  readonly data?: string;
}

export const listCondition = ({ name, kind, subject, data }: ListCondition): WrittenCondition => ({
  name,
  takes: 'written',
  test: (list, run) => {
    const asked = subject(run);
    return asked === undefined ? false : matchWritten(run, list, { kind, subject: asked, data });
  },
});

/** What a look-up says of itself is the reason as well; a list that cannot be expanded for another one has none. */
function reasonOf({ kind, message }: Failure): string | undefined {
  const [, told = ''] = /^lookup of ".*" gave DEFER: (.+)$/s.exec(message) ?? [];
  if (told !== '' || message.startsWith('lookup of ')) return told === '' ? undefined : told;
  return kind === 'deferred' || /^failed to open \S+ (?:for|as) /.test(message) ? message : undefined;
}

interface Question {
  readonly kind: ListKind;
  readonly subject: Text;
  readonly data?: string | undefined;
}

function matchWritten(run: AclRun, { text, parsed }: Written, question: Question): Later<Said> {
  return after(expand(parsed, run.host), (list) => {
    if (list.kind === 'text') return matchExpanded(run, list, question);
    if (list.kind === 'forced-fail') return false;
    log(run, `failed to expand "${text}" while checking a list: ${list.message}`);
    return defer(reasonOf(list));
  });
}

export function matchExpanded(run: AclRun, list: Text, { kind, subject, data }: Question): Later<Said> {
  if (kind !== 'host') run.captures = NOTHING;
  return after(run.host.lists.match(kind, subject, list), (found) => {
    if (isFailure(found)) return undecided(run, found);
    if (run.world.traced === true) note(run, `"${subject.text}" in "${list.text}"? ${saidOf(found)}`);
    if (found.captures !== undefined) run.captures = found.captures;
    // Also where it does not match: what its last item left behind, be it nothing.
    if (data !== undefined) setValue(run.world.facts, data, found.value ?? NO_DATA);
    return found.matched;
  });
}

function saidOf({ matched, value }: ListMatch): string {
  if (!matched) return 'no';
  return value === undefined || value.text === '' ? 'yes' : `yes: "${value.text}"`;
}

const NOTHING: readonly Text[] = [];
const NO_DATA = clean('');

/** What is wrong with the list itself is told in the log; a look-up that failed is the reason of the deferral. */
function undecided(run: AclRun, failure: Failure): Said {
  const { message } = failure;
  const { die } = run.world.services;
  const isTainted = message.startsWith('Tainted filename for search: ');
  const fatal = isTainted ? message : fatalMistake(failure);
  if (die !== undefined && fatal !== undefined) {
    log(run, fatal, ['main', 'panic']);
    if (isTainted) log(run, 'NULL', ['main', 'panic']); // why it could not be opened
    die();
    return error(message);
  }
  if (message.startsWith('unknown named')) return defer(); // as the log has heard already
  if (!/^failed to expand ".*" while checking a list: /s.test(message)) return defer(message);
  log(run, message);
  return defer();
}
