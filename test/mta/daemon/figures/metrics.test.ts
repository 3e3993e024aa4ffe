/** What `/metrics` says: every figure by its row, counted from what is logged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCounting } from '../../../../src/mta/daemon/figures/counting.ts';
import { queueMeter } from '../../../../src/mta/daemon/figures/queue-size.ts';
import { FIGURES, type Figure } from '../../../../src/mta/daemon/figures/registry.ts';
import { series } from '../../../../src/mta/daemon/figures/series.ts';
import { answerFor, createCounters } from '../../../../src/mta/daemon/status.ts';
import { entry } from '../../../../src/mta/log/index.ts';

const remote = (name: string) => ({ name, address: '192.0.2.1' });

function metricsOf(
  count: (counting: ReturnType<typeof createCounting>) => void,
  gauges: Readonly<Record<string, number>> = {},
): readonly string[] {
  const counters = createCounters();
  count(createCounting(counters));
  const answer = answerFor('/metrics', { isHealthy: true, counters, gauges });
  return String(answer.body).split('\n');
}

describe('figures', () => {
  it('are counted from what is logged', () => {
    const lines = metricsOf(({ logged }) => {
      logged(entry('arrival', { sizeBytes: 1000, rawRecipients: ['a@b', 'c@d'] }, ''));
      logged(entry('arrival', { sizeBytes: 500, rawRecipients: ['a@b'], reference: 'x' }, ''));
      const facts = {
        transport: 'out',
        remote: remote('mx.example'),
        tls: { cipher: 'TLS1.3:X:256' },
        sizeBytes: 1200,
      };
      logged(entry('delivery', facts, ''));
      logged(entry('delivery', { ...facts, kind: 'further' }, ''));
      logged(entry('delivery', { transport: 'box', sizeBytes: 10 }, ''));
      logged(entry('deferral', { transport: 'out', remote: remote('mx.example') }, ''));
      logged(entry('failure', {}, ''));
      logged(entry('rejection', { what: { at: 'RCPT', argument: '' }, temporary: true }, ''));
      logged(entry('rejection', { what: { at: 'EHLO or HELO', argument: '' } }, ''));
      logged(entry('nothing-anybody-counts', {}, ''));
    });
    for (const line of [
      'mxray_messages_received_total 2',
      'mxray_messages_received_bytes_total 1500',
      'mxray_recipients_received_total 3',
      'mxray_reports_total 1',
      'mxray_deliveries_total{transport="out",host="mx.example",outcome="done"} 2',
      'mxray_deliveries_total{transport="box",host="",outcome="done"} 1',
      'mxray_deliveries_total{transport="out",host="mx.example",outcome="deferred"} 1',
      'mxray_deliveries_total{transport="",host="",outcome="failed"} 1',
      'mxray_delivered_bytes_total{transport="out"} 1200',
      'mxray_deliveries_secured_total{version="TLS1.3"} 2',
      'mxray_refusals_total{stage="RCPT",temporary="yes"} 1',
      'mxray_refusals_total{stage="HELO",temporary="no"} 1',
      'mxray_messages_completed_total 0',
    ])
      expect(lines).toContain(line);
  });

  it('of hosts are bounded: the hundred and first is one of the others', () => {
    const lines = metricsOf(({ logged }) => {
      for (let number = 0; number < 105; number += 1)
        logged(entry('host-trouble', { remote: remote(`h${number}.example`) }, ''));
    });
    const hosts = lines.filter((line) => line.startsWith('mxray_host_troubles_total{'));
    expect(hosts).toHaveLength(101);
    expect(hosts.at(-1)).toBe('mxray_host_troubles_total{host="(others)"} 5');
  });

  it('that take time are histograms, which add up', () => {
    const lines = metricsOf(({ committed }) => {
      committed(0.004);
      committed(0.3);
    });
    expect(lines).toContain('# TYPE mxray_commit_seconds histogram');
    expect(lines).toContain('mxray_commit_seconds_bucket{le="0.002"} 0');
    expect(lines).toContain('mxray_commit_seconds_bucket{le="0.005"} 1');
    expect(lines).toContain('mxray_commit_seconds_bucket{le="+Inf"} 2');
    expect(lines).toContain('mxray_commit_seconds_sum 0.304');
    expect(lines).toContain('mxray_commit_seconds_count 2');
  });

  it('name what strangers say in printable ASCII', () => {
    expect(series('host_troubles', { host: 'a"b\\c\nd\xe9' })).toBe('host_troubles{host="a\\"b\\\\c?d?"}');
  });

  it('have rows of their own, with what they are', () => {
    const names = FIGURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, help } of FIGURES) {
      expect(name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
      expect(help).toMatch(/\.$/);
    }
  });

  it('stand in the table of the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../../src/mta/README.md'), 'utf8');
    for (const { name, type, labels = [], help } of FIGURES as readonly Figure[]) {
      const shown = `mxray_${name}${type === 'counter' ? '_total' : ''}`;
      expect(readme).toContain(`| \`${shown}\` | ${type} | ${labels.join(', ')} | ${help} |`);
    }
    expect(readme.match(/^\| `mxray_/gm)).toHaveLength(FIGURES.length);
  });

  it('that nobody knows are a bug', () => {
    expect(() => metricsOf(() => {}, { nonsense: 1 })).toThrow('nobody knows the figure nonsense');
  });
});

describe('the size of the queue', () => {
  it('is measured, and not again before its time', async () => {
    let nowMs = 1_000_000;
    let asked = 0;
    const message = (receivedAtMs: number, frozenAtMs?: number) => ({
      kind: 'message',
      entry: { receivedAtMs, frozenAtMs, sizeOctets: 100 },
    });
    const spool = {
      async *outlines() {
        asked += 1;
        yield [message(nowMs - 60_000), message(nowMs - 10_000, nowMs)];
        yield [{ kind: 'unreadable' }];
        nowMs += 80;
      },
      hints: () => ({
        async *list(prefix: string) {
          if (prefix === 'T:') yield ['T:mx.example:192.0.2.1', {}];
        },
      }),
    };
    const measure = queueMeter(spool as never, () => nowMs);
    const first = await measure();
    expect(first).toEqual({
      queue_messages: 3,
      queue_frozen: 1,
      queue_bytes: 200,
      queue_oldest_seconds: 60,
      'retry_items{about="routing"}': 0,
      'retry_items{about="transport"}': 1,
    });
    nowMs += 7900; // it took 80 ms: 8 seconds of rest
    expect(await measure()).toBe(first);
    nowMs += 200;
    await measure();
    expect(asked).toBe(2);
  });
});
