/** DMARC in tests: DNS as a literal, a check in a line. */
import {
  builtInSuffixes,
  createGivenDns,
  type DmarcPorts,
  type Evaluation,
  evaluateDmarc,
  type Identifier,
  type Rules,
} from '../../src/core/dmarc/index.ts';
import type { DnsError } from '../../src/core/dns/index.ts';

/** Name → texts of its TXT records; `fail`: SERVFAIL; `refuse`: REFUSED. */
export type Records = Readonly<Record<string, readonly string[] | 'fail' | 'refuse'>>;

export interface AskingPorts extends DmarcPorts {
  /** What was asked, as `name TYPE-number`. */
  readonly asked: string[];
}

export function portsOver(records: Records): AskingPorts {
  const given = Object.entries(records).flatMap(([name, texts]) =>
    typeof texts === 'string' ? [] : [[name, texts] as const],
  );
  const dns = createGivenDns(new Map(given));
  const asked: string[] = [];
  return {
    asked,
    suffixes: builtInSuffixes,
    dns: {
      lookup: (name, type, options) => {
        asked.push(`${name} ${type}`);
        return typeof records[name] === 'string'
          ? Promise.resolve({ ok: false, error: failure(name, records[name]) })
          : dns.lookup(name, type, options);
      },
    },
  };
}

const failure = (name: string, how: 'fail' | 'refuse'): DnsError => ({
  code: how === 'fail' ? 'dns/servfail' : 'dns/refused',
  message: `${name} was answered with ${how === 'fail' ? 'SERVFAIL' : 'REFUSED'}`,
  fault: 'network',
  temporary: true,
});

/** `spf pass example.org`, `dkim fail example.net`. */
export function identifiers(...texts: readonly string[]): readonly Identifier[] {
  return texts.map((text) => {
    const [mechanism, result, domain] = text.split(' ') as [Identifier['mechanism'], string, string];
    return { mechanism, result, domain };
  });
}

export interface Case {
  readonly author: string;
  readonly given?: readonly string[];
  readonly records: Records;
  readonly rules?: Rules;
  readonly lot?: number;
}

export function evaluate({ author, given = [], records, rules = '9989', lot = 99 }: Case): Promise<Evaluation> {
  return evaluateDmarc({ author, identifiers: identifiers(...given), rules, lot }, portsOver(records));
}

/** `fail reject example.org sp`: result, disposition, where the record stands, which tag. */
export async function verdict(one: Case): Promise<string> {
  const { result, disposition, discovery, policy } = await evaluate(one);
  return [result, disposition, discovery.policy?.domain ?? '-', policy?.tag ?? '-'].join(' ');
}
