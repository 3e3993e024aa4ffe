/** Sessions counted, reports made of them, and sent to those who ask (RFC 8460). */
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { err, ok, seededRandom } from '../../../src/base/index.ts';
import type { HttpRequest } from '../../../src/core/net/index.ts';
import { counted, type DayTally, readTlsReport, type Session, showTlsReports } from '../../../src/core/tlsrpt/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { createMemorySpool } from '../../../src/mta/spool/index.ts';
import { pendingReports, sendTlsReports } from '../../../src/mta/tls-reports/index.ts';
import { createDaneWorld, type Given, secure, servfail } from '../../support/dane.ts';

const POLICY = { type: 'sts', domain: 'x.test', strings: ['version: STSv1'], mxHosts: ['mx.x.test'] } as const;
const GOOD: Session = { policy: POLICY };
const BAD: Session = {
  policy: POLICY,
  failure: { resultType: 'certificate-expired', receivingMxHostname: 'mx.x.test', receivingIp: '192.0.2.1' },
};
const AFTER = '2026-11-26T04:30:00Z';

interface Sent {
  readonly to: readonly string[];
  readonly text: string;
}

interface Case {
  readonly record?: Given | typeof servfail;
  readonly now?: string;
  readonly https?: number;
  readonly refuses?: boolean;
}

async function post({
  record = secure('"v=TLSRPTv1; rua=mailto:tls@x.test,https://x.test/tls"'),
  https = 200,
  ...more
}: Case = {}) {
  const read = readConfiguration({
    text: 'primary_hostname = mail.example.com\ntlsrpt_contact = postmaster@example.com\ntlsrpt_organization = Example\n',
  });
  if (!read.ok) throw new Error(read.error[0]!.message);
  let now = more.now ?? AFTER;
  const clock = { now: () => new Date(now), monotonicMs: () => 0 };
  const spool = createMemorySpool({ clock });
  const tally = [GOOD, GOOD, BAD].reduce<DayTally | undefined>(counted, undefined)!;
  await spool.hints<DayTally>('tlsrpt').update('2026-11-25 x.test', () => ({ value: tally }));
  const mails: Sent[] = [];
  const posts: HttpRequest[] = [];
  const log: string[] = [];
  const dns: Record<string, Given | typeof servfail> = { '_smtp._tls.x.test TXT': record };
  const answer = { https, refuses: more.refuses ?? false };
  const run = (): Promise<number> =>
    sendTlsReports({
      configuration: read.value,
      spool,
      clock,
      random: seededRandom(1),
      log: (line) => void log.push(line),
      resolver: () => ok(createDaneWorld({ dns }).resolver),
      web: () => ({
        fetch: async (request) => {
          posts.push(request);
          return ok({ status: answer.https, headers: {}, body: new Uint8Array(), url: request.url });
        },
      }),
      submit: async ({ recipients, text }) => {
        if (answer.refuses) return err({ message: 'no room' });
        mails.push({ to: recipients, text: Buffer.concat([...(text as Iterable<Uint8Array>)]).toString('latin1') });
        return ok({ id: 'ID' });
      },
    });
  return {
    run,
    mails,
    posts,
    log,
    dns,
    answer,
    later: (time: string) => {
      now = time;
    },
    pending: () => pendingReports(spool, read.value),
  };
}

const attachmentOf = (text: string): string => {
  const [, body] = /Content-Disposition: attachment;\n filename="[^"]+"\n\n([A-Za-z0-9+/=\n]+)\n\n--/.exec(text)!;
  return gunzipSync(Buffer.from(body!, 'base64')).toString();
};

describe('a report', () => {
  it('goes by mail and HTTPS to all whom the record names, and once', async () => {
    const { run, mails, posts } = await post();
    expect(await run()).toBe(1);
    expect(await run()).toBe(0);
    expect(mails.map(({ to }) => to)).toEqual([['tls@x.test']]);
    expect(posts.map(({ url, method, headers }) => [url, method, headers])).toEqual([
      ['https://x.test/tls', 'POST', { 'content-type': 'application/tlsrpt+gzip' }],
    ]);
    expect(gunzipSync(posts[0]!.body!).toString()).toBe(attachmentOf(mails[0]!.text));
  });

  it('says what RFC 8460 §4.4 has it say', async () => {
    const { run, mails } = await post();
    await run();
    const { text } = mails[0]!;
    expect(JSON.parse(attachmentOf(text))).toMatchObject({
      'organization-name': 'Example',
      'date-range': { 'start-datetime': '2026-11-25T00:00:00Z', 'end-datetime': '2026-11-25T23:59:59Z' },
      'contact-info': 'postmaster@example.com',
      policies: [
        {
          policy: {
            'policy-type': 'sts',
            'policy-string': ['version: STSv1'],
            'policy-domain': 'x.test',
            'mx-host': ['mx.x.test'],
          },
          summary: { 'total-successful-session-count': 2, 'total-failure-session-count': 1 },
          'failure-details': [{ 'result-type': 'certificate-expired', 'failed-session-count': 1 }],
        },
      ],
    });
    expect(text).toMatch(/^TLS-Report-Domain: x\.test\nTLS-Report-Submitter: example\.com$/m);
    expect(text).toContain('multipart/report; report-type="tlsrpt"');
    const begin = Date.UTC(2026, 10, 25) / 1000;
    expect(text).toContain(`filename="example.com!x.test!${begin}!${begin + 86_399}!20261125`);
  });

  it('is read by our own reader without a fault', async () => {
    const { pending } = await post();
    const [document] = await pending();
    const read = readTlsReport(document!);
    expect(read.ok && read.value[0]!.faults).toEqual([]);
    const shown = await showTlsReports([document!]);
    expect(shown.ok && shown.value.data.totals).toEqual({ successful: 2, failed: 1 });
  });

  it('waits until the day is over, and some hours more by its domain (RFC 8460 §4.1)', async () => {
    const { run, later, mails } = await post({ now: '2026-11-25T23:59:00Z' });
    await run();
    expect(mails).toEqual([]);
    later(AFTER);
    await run();
    expect(mails).toHaveLength(1);
  });

  it('is for nobody where there is no record', async () => {
    const { run, mails, pending } = await post({ record: secure() });
    expect(await run()).toBe(0);
    expect([mails, await pending()]).toEqual([[], []]);
  });

  it('goes again to those alone who have not got it, for a day', async () => {
    const { run, mails, posts, later, log, answer } = await post({ https: 503 });
    expect(await run()).toBe(0);
    expect([mails.length, posts.length]).toEqual([1, 1]);
    answer.https = 201;
    later('2026-11-26T09:00:00Z');
    expect(await run()).toBe(1);
    expect([mails.length, posts.length]).toEqual([1, 2]);
    const other = await post({ https: 503 });
    await other.run();
    other.later('2026-11-27T06:00:00Z');
    await other.run();
    expect(other.log.at(-1)).toBe('TLS report for 2026-11-25 x.test: given up on https://x.test/tls');
    expect(log[0]).toBe('TLS report for x.test of 2026-11-25 to tls@x.test: ID');
  });

  it('waits while the record cannot be looked up, or the queue takes nothing', async () => {
    const { run, dns, mails } = await post({ record: servfail });
    expect(await run()).toBe(0);
    dns['_smtp._tls.x.test TXT'] = secure('"v=TLSRPTv1; rua=mailto:tls@x.test"');
    expect(await run()).toBe(1);
    expect(mails).toHaveLength(1);
    const refused = await post({ refuses: true });
    await refused.run();
    refused.answer.refuses = false;
    expect(await refused.run()).toBe(1);
    expect([refused.mails.length, refused.posts.length]).toEqual([1, 1]);
  });
});

describe('a tally', () => {
  it('is bounded whatever a domain does', () => {
    let tally: DayTally | undefined;
    for (let n = 0; n < 500; n += 1)
      tally = counted(tally, {
        policy: { ...POLICY, strings: [`${n}`] },
        failure: { resultType: 'validation-failure', receivingIp: `${n}` },
      });
    for (let n = 0; n < 500; n += 1)
      tally = counted(tally, { policy: POLICY, failure: { resultType: 'validation-failure', receivingIp: `${n}` } });
    expect(tally!.policies.length).toBeLessThanOrEqual(32);
    expect(Math.max(...tally!.policies.map(({ failures }) => failures.length))).toBeLessThanOrEqual(200);
    const sum = tally!.policies.flatMap(({ failures }) => failures).reduce((all, { count }) => all + count, 0);
    expect(sum).toBe(1000);
  });
});
