import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counted, type DayTally } from '../../../src/core/tlsrpt/index.ts';
import { openSpool } from '../../../src/mta/spool/index.ts';
import { value } from '../../mta/spool/contract/world.ts';
import { mxray } from '../../support/cli.ts';

describe('tlsrpt pending', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-pending-'));
  const config = join(folder, 'exim.conf');
  const policy = { type: 'tlsa', domain: 'mx.x.test', strings: ['3 1 1 ab'], mxHosts: [] } as const;
  beforeAll(async () => {
    writeFileSync(config, `spool_directory = ${folder}/spool\ntlsrpt_contact = postmaster@example.com\n`);
    const spool = value(await openSpool({ directory: join(folder, 'spool') }));
    const good = counted(undefined, { policy });
    const bad = counted(good, {
      policy,
      failure: { resultType: 'starttls-not-supported', receivingMxHostname: 'mx.x.test' },
    });
    await spool.hints<DayTally>('tlsrpt').update('2026-11-25 x.test', () => ({ value: good }));
    await spool.hints<DayTally>('tlsrpt').update('2026-11-25 y.test', () => ({ value: bad }));
    await spool.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('shows what was counted as reports, failures with status 1', async () => {
    const { out, status } = await mxray(['tlsrpt', 'pending', '-C', config, '--json']);
    const { data } = JSON.parse(out);
    expect([status, data.totals]).toEqual([1, { successful: 2, failed: 1 }]);
    expect(
      data.reports.map(({ source, begin }: { source: string; begin: string }) => [source, begin.slice(0, 10)]),
    ).toEqual([
      ['x.test, 2026-11-25', '2026-11-25'],
      ['y.test, 2026-11-25', '2026-11-25'],
    ]);
    expect((await mxray(['tlsrpt', 'pending', '-C', config, '--plain'])).out).toContain('starttls-not-supported');
  });

  it('is empty where there is no spool yet', async () => {
    const other = join(folder, 'other.conf');
    writeFileSync(other, `spool_directory = ${folder}/none\n`);
    const { out, status } = await mxray(['tlsrpt', 'pending', '-C', other, '--plain']);
    expect([status, out]).toEqual([0, expect.stringContaining('0 sessions')]);
  });
});
