/** Prometheus text exposition format 0.0.4, for the node exporter's textfile collector. */
import { isError, type Outcome } from '../command/envelope.ts';
import type { Gauge } from '../types.ts';
import type { Format } from './types.ts';

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export const prom: Format = {
  render(outcomes, { gauges }) {
    return [
      family(
        'mxray_up',
        'Whether the check could be made',
        outcomes.map((outcome) => ({ labels: labelsOf(outcome), value: isError(outcome) ? 0 : 1 })),
      ),
      family(
        'mxray_exit_status',
        'Exit status of the check',
        outcomes.map((outcome) => ({ labels: labelsOf(outcome), value: outcome.exit })),
      ),
      family('mxray_findings', 'Findings by severity', outcomes.flatMap(counts)),
      family('mxray_duration_seconds', 'How long the check took', outcomes.flatMap(durations)),
      family('mxray_finding', 'One for each finding that is not ok', outcomes.flatMap(findings)),
      ...ownFamilies(outcomes.flatMap((outcome) => (isError(outcome) ? [] : (gauges?.(outcome.data) ?? [])))),
    ].join('');
  },
};

function family(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const byLabels = new Map(samples.map(({ labels, value }) => [pairs(labels), value])); // a series stands once, the last counts
  const lines = [...byLabels].map(([labels, value]) => `${name}{${labels}} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

/** Of the command's own numbers, a family for each name. */
function ownFamilies(gauges: readonly Gauge[]): readonly string[] {
  const names = [...new Set(gauges.map(({ name }) => name))];
  return names.map((name) => {
    const mine = gauges.filter((gauge) => gauge.name === name);
    return family(`mxray_${name}`, mine[0]!.help, mine);
  });
}

function labelsOf(outcome: Outcome): Record<string, string> {
  if (isError(outcome)) return { id: String(outcome.id ?? '') };
  return { command: outcome.command, ...(outcome.target !== undefined && { target: outcome.target }) };
}

function counts(outcome: Outcome): Sample[] {
  if (isError(outcome)) return [];
  return Object.entries(outcome.summary).map(([severity, value]) => ({
    labels: { ...labelsOf(outcome), severity },
    value,
  }));
}

function durations(outcome: Outcome): Sample[] {
  return isError(outcome) ? [] : [{ labels: labelsOf(outcome), value: outcome.durationMs / 1000 }];
}

function findings(outcome: Outcome): Sample[] {
  if (isError(outcome)) return [];
  return outcome.findings
    .filter(({ severity }) => severity !== 'ok')
    .map(({ id, severity, scope }) => {
      const { mx = '', ip = '', keyType = '', host = '', zone = '', file } = scope;
      return {
        labels: {
          ...labelsOf(outcome),
          id,
          severity,
          mx,
          host,
          ip,
          key_type: keyType,
          zone,
          ...(file !== undefined && { file }),
        },
        value: 1,
      };
    });
}

const pairs = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`)
    .join(',');
