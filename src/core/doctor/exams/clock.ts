/** Is the clock kept right, and is it near enough for DNSSEC? The root's signatures hold for about two weeks. */
import { type Finding, say } from '../../../base/index.ts';
import { type Answer, RR } from '../../dns/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, ExamFacts, ExamReport, HostFacts } from '../types.ts';
import type { ExamDef } from './types.ts';

export const clock: ExamDef<'clock'> = { name: 'clock', examine: (_question, ports) => examine(ports) };

const OUT_OF_DATE = /^dnssec\.signature-(expired|not-yet-valid)$/;

async function examine({ host, servers, clock: now }: DoctorPorts): Promise<ExamReport<ExamFacts['clock']>> {
  const roots = await Promise.all(servers.map(({ resolver }) => resolver.lookup('', RR.NS)));
  const answers = roots.flatMap((one) => (one.ok ? [one.value] : []));
  const best = answers.find(({ status }) => status === 'secure') ?? answers[0];
  const synchronized = ({ synchronized: 'yes', 'free-running': 'no', unknown: 'unknown' } as const)[host.clock];
  return {
    findings: [judge(host), ...against(best)],
    summary: `${now.now().toISOString().slice(0, 19)}Z, ${WORDS[host.clock]}${best?.status === 'secure' ? '; the root’s signatures are in date' : ''}`,
    facts: { synchronized, dnssec: best?.status ?? 'failed' },
  };
}

const WORDS = {
  synchronized: 'synchronized',
  'free-running': 'not synchronized',
  unknown: 'whether it is synchronized is not told',
} as const;

function judge({ clock: state }: HostFacts): Finding {
  if (state === 'synchronized') return say(rows.clockGood);
  return say(state === 'free-running' ? rows.clockFree : rows.clockUnknown);
}

function against(root: Answer | undefined): readonly Finding[] {
  const reason = root?.status === 'bogus' ? root.reasons.find(({ code }) => OUT_OF_DATE.test(code)) : undefined;
  return reason === undefined ? [] : [say(rows.clockWrong, { detail: reason.text })];
}
