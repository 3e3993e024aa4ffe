/** TLS reports never throw, take bounded memory whatever they unpack to, and their numbers add up. */
import { showTlsReports } from '../../src/core/tlsrpt/index.ts';
import { gz, zip } from '../support/reports.ts';
import { detail, json, LARGE_SENDER, OFFICE_SENDER, policy, report, tlsMail } from '../support/tls-reports.ts';

const JSON_TEXT = json(report([policy([detail(), detail({ type: 'x', count: '2' })], 9)]));
/** What one input may leave on the heap at its height, far above all it honestly needs. */
const MAX_GROWTH_BYTES = 512 * 1024 * 1024;

export const target = {
  name: 'tls-report',
  seeds: [
    JSON_TEXT,
    json(LARGE_SENDER),
    json([OFFICE_SENDER, {}]),
    gz(JSON_TEXT),
    zip({ 'a.json': JSON_TEXT }),
    tlsMail(gz(JSON_TEXT)),
    new Uint8Array(Buffer.from(`From a\n${Buffer.from(tlsMail(JSON_TEXT)).toString('latin1')}`, 'latin1')),
  ],
  async run(input: Uint8Array): Promise<void> {
    const before = process.memoryUsage().rss;
    const shown = await showTlsReports([{ source: 'input', bytes: input }]);
    if (process.memoryUsage().rss - before > MAX_GROWTH_BYTES) throw new Error('takes too much memory');
    if (!shown.ok) return;
    const { totals, failures, policies } = shown.value.data;
    const sessions = failures.reduce((sum, failure) => sum + failure.sessions, 0);
    const failed = policies.reduce((sum, one) => sum + one.failed, 0);
    if (failed !== totals.failed || sessions !== totals.failed) throw new Error('does not add up');
  },
};
