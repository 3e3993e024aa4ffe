/** JUnit XML: a suite for each target, a case for each finding; what `--fail-on` reaches fails, the undecided is an error. */
import type { Finding } from '../../base/index.ts';
import { isError, type Outcome } from '../command/envelope.ts';
import { type FailOn, reaches } from '../command/exit.ts';
import type { Format } from './types.ts';
import { scopeOf, sentenceOf, titleOf } from './words.ts';
import { escapeXml } from './xml.ts';

export const junit: Format = {
  render(outcomes, { failOn }) {
    const suites = outcomes.map((outcome) => suite(outcome, failOn));
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
  },
};

function suite(outcome: Outcome, failOn: FailOn): string {
  if (isError(outcome)) {
    const { code, message } = outcome.error;
    const body = `    <testcase name="run" classname="mxray"><error type="${escapeXml(code)}" message="${escapeXml(message)}"/></testcase>\n`;
    return wrap('mxray', { tests: 1, failures: 0, errors: 1, time: 0 }, body);
  }
  const { findings, durationMs, command } = outcome;
  const cases =
    findings.length > 0
      ? findings.map((finding) => testCase(finding, command, failOn)).join('')
      : `    <testcase name="no findings" classname="${escapeXml(command)}"/>\n`;
  const facts = {
    tests: Math.max(1, findings.length),
    failures: findings.filter(({ severity }) => reaches(severity, failOn)).length,
    errors: findings.filter(({ severity }) => severity === 'unknown').length,
    time: durationMs / 1000,
  };
  return wrap(titleOf(outcome), facts, cases);
}

function wrap(name: string, facts: Readonly<Record<string, number>>, body: string): string {
  const attributes = Object.entries(facts)
    .map(([key, value]) => ` ${key}="${value}"`)
    .join('');
  return `  <testsuite name="${escapeXml(name)}"${attributes}>\n${body}  </testsuite>\n`;
}

function testCase(finding: Finding, command: string, failOn: FailOn): string {
  const name = escapeXml([finding.id, scopeOf(finding)].filter((part) => part !== '').join(' '));
  const open = `    <testcase name="${name}" classname="${escapeXml(command)}"`;
  const message = escapeXml(sentenceOf(finding));
  const text = finding.fix === undefined ? '' : escapeXml(finding.fix);
  if (reaches(finding.severity, failOn)) {
    return `${open}><failure type="${finding.severity}" message="${message}">${text}</failure></testcase>\n`;
  }
  if (finding.severity === 'unknown')
    return `${open}><error type="unknown" message="${message}">${text}</error></testcase>\n`;
  return `${open}><system-out>${finding.severity}: ${message}</system-out></testcase>\n`;
}
