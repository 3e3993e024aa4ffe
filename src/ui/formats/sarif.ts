/** SARIF 2.1.0, for code-scanning dashboards: a rule for each finding id, a result for each finding that is not ok. */
import type { Finding, Severity } from '../../base/index.ts';
import { isError, type Outcome, TOOL_VERSION } from '../command/envelope.ts';
import type { Envelope } from '../types.ts';
import { printableJson } from './safe.ts';
import type { Format } from './types.ts';
import { scopeOf, sentenceOf } from './words.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  ok: 'none',
  info: 'note',
  warn: 'warning',
  error: 'error',
  unknown: 'warning',
};

export const sarif: Format = {
  render(outcomes) {
    const checks = outcomes.filter((outcome): outcome is Envelope => !isError(outcome));
    const all = checks.flatMap(({ findings, target }) =>
      findings.filter(({ severity }) => severity !== 'ok').map((finding) => ({ finding, target })),
    );
    const log = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'mxray', version: TOOL_VERSION, rules: rules(all.map(({ finding }) => finding)) } },
          invocations: [
            {
              executionSuccessful: checks.length === outcomes.length,
              toolExecutionNotifications: notifications(outcomes),
            },
          ],
          results: all.map(({ finding, target }) => result(finding, target)),
        },
      ],
    };
    return `${printableJson(log, 2)}\n`;
  },
};

function rules(findings: readonly Finding[]) {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return [...byId.values()].map(({ id, title }) => ({ id, shortDescription: { text: title } }));
}

function notifications(outcomes: readonly Outcome[]) {
  return outcomes
    .filter(isError)
    .map(({ error }) => ({ level: 'error', descriptor: { id: error.code }, message: { text: error.message } }));
}

function result(finding: Finding, target: string | undefined) {
  const name = [target, scopeOf(finding)].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    ruleId: finding.id,
    level: LEVELS[finding.severity],
    message: { text: finding.fix === undefined ? sentenceOf(finding) : `${sentenceOf(finding)}\n${finding.fix}` },
    ...(name !== '' && { locations: [{ logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }] }] }),
  };
}
