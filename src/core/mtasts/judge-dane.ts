/** DANE beside MTA-STS: a failure of the one is not mended by the other (RFC 8461 §2). */
import type { Finding } from '../../base/index.ts';
import type { DaneCheckData } from '../dane/index.ts';
import { say } from './findings/define.ts';
import * as rows from './findings/hosts.ts';
import type { MtaStsCheckData } from './types.ts';

export interface DaneSeen {
  readonly data: DaneCheckData;
  readonly findings: readonly Finding[];
}

/** @param dane  a check of the same domain */
export function judgeDane({ domain, status, policy }: MtaStsCheckData, dane: DaneSeen): readonly Finding[] {
  const scope = { domain };
  const failing = dane.findings.filter(({ id, severity }) => severity === 'error' && id.startsWith('dane.tlsa.'));
  const unknown = dane.findings.filter(
    ({ id, severity }) => severity === 'unknown' && id === 'dane.tlsa.lookup-failed',
  );
  const isInForce = dane.data.policy === 'dane' || dane.data.policy === 'mandatory-tls';
  const both = policy?.mode === 'none' ? rows.daneModeNone : rows.daneToo;
  return [
    ...failing.map((one) =>
      say(rows.daneFails, {
        scope: one.scope,
        detail: one.detail === undefined ? one.title : `${one.title}: ${one.detail}`,
        ...(one.fix !== undefined && { fix: one.fix }),
        evidence: { finding: one.id },
      }),
    ),
    ...unknown.map((one) => say(rows.daneUnknown, { scope: one.scope, detail: one.detail ?? one.title })),
    ...(isInForce && failing.length === 0 && status !== 'absent' ? [say(both, { scope })] : []),
  ];
}
