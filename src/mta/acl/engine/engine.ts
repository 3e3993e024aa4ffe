/** An ACL: its statements in order until one decides; at its end, no. */
import { after, type Later, type Text } from '../../expand/index.ts';
import { hostAndIdent } from '../../facts/index.ts';
import { addHeaders } from '../modifiers/added-headers.ts';
import type { AclOutcome, AclStep } from '../types.ts';
import type { ReadyStatement } from './compile.ts';
import { isOn } from './options.ts';
import { type AclRun, type Ended, log, tell } from './run.ts';
import { isMessageSite, placeName } from './site.ts';
import { type Found, findAcl } from './source.ts';
import { runStatement, type StatementOutcome } from './statement.ts';
import { tellOnce } from './warnings.ts';

/** Calls inside one another: deeper is a circle. */
const MAX_LEVEL = 20;

/** @param source  expanded: a file, a name, or the ACL itself */
export function runSource(run: AclRun, source: Text): Later<Ended> {
  if (run.level > MAX_LEVEL) return failed('ACL nested too deep: possible loop');
  return after(findAcl(run, source), (found) =>
    typeof found === 'string' ? failed(found) : runFrom(run, found, 0, []),
  );
}

const failed = (logMessage: string): Ended => ({ outcome: 'error', message: undefined, logMessage, steps: [] });

function runFrom(run: AclRun, found: Found, start: number, steps: AclStep[], before?: StatementOutcome): Later<Ended> {
  const { statements } = found.acl;
  let last = before;
  for (let index = start; index < statements.length; index += 1) {
    const statement = statements[index]!;
    run.temporaryDetails = false;
    const outcome = runStatement(statement, run);
    if (outcome instanceof Promise)
      return outcome.then(
        (settled) => decide(run, found, statement, settled, steps) ?? runFrom(run, found, index + 1, steps, settled),
      );
    const ended = decide(run, found, statement, outcome, steps);
    if (ended !== undefined) return ended;
    last = outcome;
  }
  return atEnd(found, last, steps);
}

/** The answer is no; what the last statement has said is the reason, unless it was a warning. */
function atEnd({ acl }: Found, last: StatementOutcome | undefined, steps: readonly AclStep[]): Ended {
  const isSaid = acl.statements.at(-1)?.verb.name !== 'warn';
  const { message, logMessage } = (isSaid ? last : undefined) ?? SILENT;
  return { outcome: 'deny', message, logMessage, steps };
}

const SILENT = { message: undefined, logMessage: undefined };

function decide(
  run: AclRun,
  { name }: Found,
  { verb, place }: ReadyStatement,
  outcome: StatementOutcome,
  steps: AclStep[],
): Ended | undefined {
  const { came, message, logMessage, clauses } = outcome;
  if (run.world.traced === true) steps.push({ acl: name, verb: verb.name, place, clauses, came });
  const end = (decided: AclOutcome): Ended => ({ outcome: decided, message, logMessage, steps });
  if (came === 'error') return end('error');
  if (came === 'defer') {
    if (outcome.byCallout || isOn(run.world, 'smtp_return_error_details')) run.temporaryDetails = true;
    if (verb.name !== 'warn') return end('defer');
    tellSkipped(run, logMessage);
    return undefined;
  }
  if (verb.name === 'warn' && came === 'ok') warn(run, message, logMessage);
  const decided = verb.decide(came, outcome.endpass);
  if (decided === undefined) return undefined;
  if (decided === 'defer') run.temporaryDetails = true;
  return isMisplaced(run, verb.name) ? { ...end('error'), logMessage: misplaced(verb.name) } : end(decided);
}

/** Nobody waits for an answer when a session ends: there is nothing to refuse. */
const isMisplaced = ({ level, world: { phase } }: AclRun, verb: string): boolean =>
  level === 0 && verb !== 'accept' && (phase === 'quit' || phase === 'notquit');

const misplaced = (verb: string): string =>
  `QUIT or not-QUIT toplevel ACL may not fail ('${verb}' verb used incorrectly)`;

function tellSkipped(run: AclRun, logMessage: string | undefined): void {
  const why = logMessage === undefined ? '' : `: ${logMessage}`;
  const { connection, hostText } = run.world.facts;
  const text = `${hostAndIdent(connection, hostText)} Warning: ACL "warn" statement skipped: condition test deferred${why}`;
  tell(run, { kind: 'log', logs: ['main'], text, isRaw: true, selector: 'acl_warn_skipped' });
}

/** What `warn` has to say: into the log once a message, and, as it was written before add_header, into the header. */
function warn(run: AclRun, message: Text | undefined, logMessage: string | undefined): void {
  const { phase } = run.world;
  if (logMessage !== undefined && logMessage !== message?.text) tellOnce(run, logMessage);
  if (message === undefined) return;
  if (isMessageSite(phase)) addHeaders(run, message.text);
  else
    log(
      run,
      `ACL "warn" with "message" setting found in a non-message (${placeName(phase)}) ACL: ` +
        'cannot specify header lines here: message ignored',
      ['main', 'panic'],
    );
}
