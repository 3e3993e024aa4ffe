/** DMARC verdicts a second beside mailauth, both out of answers that are at hand, by RFC 7489 and a public suffix list. */
import { dmarc as mailauthDmarc } from 'mailauth/lib/dmarc/index.js';
import { ok } from '../../src/base/index.ts';
import type { DmarcPorts, Rules } from '../../src/core/dmarc/index.ts';
import { type Answer, RR, txtRdata } from '../../src/core/dns/index.ts';
import { mxray } from './built-library.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const { builtInSuffixes, evaluateDmarc } = mxray.dmarc;

const RECORD = 'v=DMARC1; p=reject; sp=quarantine; adkim=r; aspf=r; rua=mailto:reports@example.org';
const AUTHOR = 'news.mail.example.org';
const IDENTIFIERS = [
  { mechanism: 'spf', result: 'pass', domain: 'bounces.esp.example' },
  { mechanism: 'dkim', result: 'pass', domain: 'esp.example' },
  { mechanism: 'dkim', result: 'pass', domain: 'example.org' },
] as const;

export const bench: Bench = {
  name: 'DMARC evaluations',
  asks: 'a message of a name below its organization, one aligned signature of two, beside mailauth',
  run: async (quick) => [await measured('7489', quick), await measured('9989', quick)],
};

/** mailauth knows RFC 7489 alone, and so is the peer of both. */
async function measured(rules: Rules, quick: boolean): Promise<Figure> {
  const count = quick ? 2000 : 20_000;
  const suffixes = await builtInSuffixes();
  const ports: DmarcPorts = {
    dns: { lookup: async (name, type) => ok(answer(name, type)) },
    suffixes: async () => suffixes,
  };
  const resolver = async (name: string): Promise<string[][]> => (name === '_dmarc.example.org' ? [[RECORD]] : []);
  const times = await inTurns(5, {
    ours: () => repeat(count, () => ours(rules, ports)),
    peer: () => repeat(count, () => theirs(resolver)),
  });
  return {
    name: `RFC ${rules}, in memory`,
    ours: (count * 1000) / times.ours,
    unit: '1/s',
    peer: { name: 'mailauth', value: (count * 1000) / times.peer },
  };
}

async function repeat(count: number, work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < count; i += 1) await work();
}

async function ours(rules: Rules, ports: DmarcPorts): Promise<void> {
  const { result } = await evaluateDmarc({ author: AUTHOR, identifiers: IDENTIFIERS, rules, lot: 0 }, ports);
  if (result !== 'pass') throw new Error(`ours: ${result}`);
}

async function theirs(resolver: (name: string) => Promise<string[][]>): Promise<void> {
  const of = (wanted: string): string[] =>
    IDENTIFIERS.filter(({ mechanism }) => mechanism === wanted).map(({ domain }) => domain);
  const verdict = await mailauthDmarc({
    headerFrom: [`news@${AUTHOR}`],
    spfDomains: of('spf'),
    dkimDomains: of('dkim').map((domain) => ({ domain })),
    resolver,
  });
  if (verdict === false || verdict.status.result !== 'pass') throw new Error('mailauth: no pass');
}

const known = new Map<string, Answer>();

/** Made once each, as a cache would have it. */
function answer(name: string, type: number): Answer {
  const kept = known.get(name);
  if (kept !== undefined) return kept;
  const rdata = txtRdata.encode([Uint8Array.from(Buffer.from(RECORD))]);
  const has = name === '_dmarc.example.org' && type === RR.TXT;
  const made: Answer = {
    question: { name, type },
    status: 'indeterminate',
    rcode: has ? 0 : 3,
    canonicalName: name,
    aliases: [],
    records: has ? [{ name, type, class: 1, ttlSeconds: 300, rdata }] : [],
    reasons: [],
    ttlSeconds: 300,
  };
  known.set(name, made);
  return made;
}
