/** `log_message` of `warn`: a line once a message, however often the statement holds. */
import { hostAndIdent } from '../../facts/index.ts';
import { printable } from '../printable.ts';
import { remembered } from './memory.ts';
import { type AclRun, log } from './run.ts';

const told = remembered(() => new Set<string>());

export function tellOnce(run: AclRun, logMessage: string): void {
  const { facts } = run.world;
  const text = `${hostAndIdent(facts.connection, facts.hostText)} Warning: ${printable(logMessage)}${senderDetail(run, logMessage)}`;
  const before = told(facts.message ?? facts.connection);
  if (before.has(text)) return;
  before.add(text);
  log(run, text);
}

function senderDetail({ senderFailure }: AclRun, logMessage: string): string {
  if (senderFailure?.message === undefined || logMessage.toLowerCase() !== 'sender verify failed') return '';
  return `: ${senderFailure.message}`;
}
