/** Does port 25 lead out? Only somebody's server can tell, so it must be named. */
import { type Finding, type FindingDef, say } from '../../../base/index.ts';
import { outcomeText, type ProbeOutcome } from '../../tls/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, DoctorQuestion, ExamFacts, ExamReport } from '../types.ts';
import type { ExamDef } from './types.ts';

export const outward: ExamDef<'outward'> = { name: 'outward', examine };

async function examine({ target }: DoctorQuestion, { visit }: DoctorPorts): Promise<ExamReport<ExamFacts['outward']>> {
  if (target === undefined)
    return { findings: [say(rows.notTried)], summary: 'not tried (--target)', facts: { addresses: [] } };
  const place = `${target.host}:${target.port}`;
  const visits = await visit(target.host, target.port);
  if ('error' in visits) {
    const findings = [say(rows.outwardClosed, { scope: target, detail: visits.error })];
    return { findings, summary: `${place} was not found`, facts: { target: place, addresses: [] } };
  }
  const good = visits.filter(({ outcome }) => rowOf(outcome) === rows.outwardGood).length;
  return {
    findings: visits.map(({ ip, outcome }) => judge(ip, outcome, target)),
    summary: `${place}: ${good} of ${visits.length} address${visits.length === 1 ? '' : 'es'} answer`,
    facts: { target: place, addresses: visits.map(({ ip, outcome }) => ({ ip, outcome: outcome.kind })) },
  };
}

const judge = (ip: string, outcome: ProbeOutcome, { host, port }: { host: string; port: number }): Finding =>
  say(rowOf(outcome), { scope: { host, ip, port }, detail: outcomeText(outcome) });

/** Whatever was said behind the greeting: the way was open. */
function rowOf({ kind }: ProbeOutcome): FindingDef {
  if (kind === 'unreachable' || kind === 'timeout' || kind === 'protocol-error') return rows.outwardClosed;
  return kind === 'greeting-refused' ? rows.outwardRefused : rows.outwardGood;
}
