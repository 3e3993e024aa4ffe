/** Reports never throw, take bounded memory whatever they unpack to, and their numbers add up. */
import { showReports } from '../../src/core/dmarc/index.ts';
import { bytes, FEEDBACK, failureMail, gz, mail, recordXml, reportXml, zip } from '../support/reports.ts';

const XML = bytes(reportXml(recordXml() + recordXml({ dkim: 'fail', count: 3 })));
/** What one input may leave on the heap at its height, far above all it honestly needs. */
const MAX_GROWTH_BYTES = 512 * 1024 * 1024;

export const target = {
  name: 'dmarc-report',
  seeds: [
    XML,
    gz(XML),
    zip({ 'a.xml': XML, 'b.xml.gz': gz(XML) }),
    mail('r.xml.gz', 'application/gzip', gz(XML)),
    bytes(`From a\n${Buffer.from(mail('r.zip', 'application/zip', zip({ 'r.xml': XML }))).toString('latin1')}`),
    failureMail(),
    bytes(FEEDBACK),
    gz(new Uint8Array(4 * 1024 * 1024)),
    bytes('<!DOCTYPE a [<!ENTITY b "cc">]><feedback>&b;</feedback>'),
  ],
  async run(input: Uint8Array): Promise<void> {
    const before = process.memoryUsage().rss;
    const shown = await showReports([{ source: 'input', bytes: input }]);
    if (process.memoryUsage().rss - before > MAX_GROWTH_BYTES) throw new Error('takes too much memory');
    if (!shown.ok) return;
    const { totals, sources } = shown.value.data;
    const messages = sources.reduce((sum, source) => sum + source.messages, 0);
    if (totals.passed + totals.failed !== totals.messages || messages !== totals.messages)
      throw new Error('does not add up');
  },
};
