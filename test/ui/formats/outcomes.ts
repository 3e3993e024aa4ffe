/** Results to show in every format: one of each severity, an error, and one whose texts are hostile to every syntax. */
import type { Finding, Severity } from '../../../src/base/index.ts';
import type { Outcome } from '../../../src/ui/command/envelope.ts';
import { plainPaint } from '../../../src/ui/command/terminal.ts';
import type { RenderOptions } from '../../../src/ui/formats/types.ts';

/** Markup, quotes, directives, separators, line ends, a control character and a bidirectional override. */
export const HOSTILE = `<b>&"'|#\\]]> -->\r\n\t\u0007\u001b[31m\u202e{x="y"} \`*_[a](b)` as const;

export const finding = (severity: Severity, more: Partial<Finding> = {}): Finding => ({
  id: `test.${severity}`,
  severity,
  scope: { mx: 'mx.example.org', ip: '192.0.2.1', port: 25, keyType: 'ecdsa' },
  title: `A finding that is ${severity}`,
  refs: ['RFC 7672 §2.2'],
  ...more,
});

export function envelope(findings: readonly Finding[], target = 'example.org'): Outcome {
  const summary = { ok: 0, info: 0, warn: 0, error: 0, unknown: 0 };
  for (const { severity } of findings) summary[severity] += 1;
  const verdict = summary.error > 0 ? 'fail' : summary.unknown > 0 ? 'unknown' : summary.warn > 0 ? 'warn' : 'pass';
  return {
    schema: 'mxray/test/1',
    tool: { name: 'mxray', version: '0.1.0' },
    command: 'test run',
    target,
    startedAt: '2026-11-23T12:00:00.000Z',
    durationMs: 812,
    verdict,
    exit: { pass: 0, warn: 0, fail: 1, unknown: 3 }[verdict],
    summary,
    findings,
    data: {},
  };
}

const SEVERITIES: readonly Severity[] = ['ok', 'info', 'warn', 'error', 'unknown'];

export const everySeverity = envelope(
  SEVERITIES.map((severity) => finding(severity, { detail: 'because', fix: 'do this' })),
);
export const allWell = envelope([]);
export const failed: Outcome = {
  schema: 'mxray/error/1',
  error: { code: 'dns/timeout', message: 'no answer within 10 s', hint: 'another resolver may answer' },
  exit: 3,
};
export const hostile = envelope(
  [finding('error', { title: HOSTILE, detail: HOSTILE, fix: HOSTILE, scope: { mx: HOSTILE } })],
  HOSTILE,
);
export const hostileError: Outcome = {
  schema: 'mxray/error/1',
  error: { code: 'usage', message: HOSTILE, hint: HOSTILE },
  exit: 2,
  id: HOSTILE,
};

export const everything: readonly Outcome[] = [everySeverity, allWell, failed, hostile, hostileError];

export const options: RenderOptions = {
  view: ({ target, verdict }) => `${target}: ${verdict}`,
  paint: plainPaint(false),
  verbosity: 0,
  ascii: false,
  failOn: 'error',
};
