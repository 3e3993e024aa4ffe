/** The addresses that others see, and whether each has a name that leads back to it. */
import { addressFamily, type Finding, say } from '../../../base/index.ts';
import { confirmName, isPrivate, judgeReverse } from '../../reverse/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, DoctorQuestion, ExamFacts, ExamReport } from '../types.ts';
import type { ExamDef } from './types.ts';

export const addresses: ExamDef<'addresses'> = { name: 'addresses', examine };

type Facts = ExamFacts['addresses'];

/** A server of many addresses sends from a few. */
const MAX_ADDRESSES = 16;

async function examine(question: DoctorQuestion, { host, resolver, signal }: DoctorPorts): Promise<ExamReport<Facts>> {
  const all = [...new Set([...question.addresses, ...host.addresses])];
  const open = all.filter((ip) => !isPrivate(ip)).slice(0, MAX_ADDRESSES);
  const named = await Promise.all(open.map((ip) => confirmName(ip, resolver, signal && { signal })));
  const hidden = all.filter(isPrivate).map((ip) => ({ ip, status: 'none' as const, names: [], isPrivate: true }));
  const facts = { addresses: [...named.map((report) => ({ ...report, isPrivate: false })), ...hidden] };
  return {
    findings: [...named.map((report) => judgeReverse(report)), ...about(all, open)],
    summary: summaryOf(facts),
    facts,
  };
}

function about(all: readonly string[], open: readonly string[]): readonly Finding[] {
  if (all.length === 0) return [say(rows.noAddress)];
  if (open.length === 0) return [say(rows.privateAddress, { detail: all.join(', ') })];
  return open.some((ip) => addressFamily(ip) === 6) ? [] : [say(rows.oneFamily)];
}

function summaryOf({ addresses: all }: Facts): string {
  const open = all.filter((one) => !one.isPrivate);
  if (open.length === 0) return all.length === 0 ? 'none that leads out' : 'private; others see another (--address)';
  return open.map(({ ip, confirmed }) => `${ip} ${confirmed ?? 'without a name that leads back'}`).join(', ');
}
