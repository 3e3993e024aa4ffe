/** `dmarc eval` and `dmarc query` through the built program: the contract of cli.md, against a name server on loopback. */
import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, RR, txtRdata } from '../../../src/core/dns/index.ts';
import { mxray, type Ran } from '../../support/cli.ts';

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  '_dmarc.example.org': ['v=DMARC1; p=reject; sp=quarantine; np=reject; rua=mailto:r@other.example'],
  '_dmarc.split.example': ['v=DMARC1; p=quar', 'antine'],
};
const THERE = ['sub.example.org', 'example.org', 'split.example', 'org', 'example'];

let server: Socket;
let resolver: string;

beforeAll(async () => {
  server = createSocket('udp4', (query, from) => {
    const read = decodeMessage(query);
    if (!read.ok) return;
    server.send(answer(read.value), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  resolver = `--resolver=127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

function answer(query: Parameters<typeof encodeMessage>[0]): Uint8Array {
  const { name, type } = query.questions[0]!;
  const texts = type === RR.TXT ? TEXTS[name] : undefined;
  const isBroken = name === '_dmarc.broken.example';
  const isThere = texts !== undefined || THERE.includes(name);
  const strings = (texts ?? []).map((text) => Buffer.from(text));
  const rdatas = name === '_dmarc.split.example' ? [strings] : strings.map((string) => [string]);
  return encodeMessage({
    ...query,
    rcode: isBroken ? 2 : isThere ? 0 : 3,
    flags: { ...query.flags, qr: true, ra: true },
    answers:
      texts === undefined
        ? []
        : rdatas.map((one) => ({ name, type, class: 1, ttlSeconds: 60, rdata: txtRdata.encode(one) })),
    authorities: [],
    additionals: [],
  });
}

const run = (...words: string[]): Promise<Ran> => mxray(['dmarc', ...words, resolver]);

async function batch(command: string, ...lines: object[]) {
  const { out, status } = await mxray(
    ['dmarc', command, '--batch', '-', resolver],
    {},
    lines.map((line) => JSON.stringify(line)).join('\n'),
  );
  return {
    status,
    results: out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

describe('dmarc eval --batch', () => {
  it('answers a line with result, disposition, policyDomain, aligned', async () => {
    const pass = { result: 'pass', domain: 'example.org' };
    const { status, results } = await batch(
      'eval',
      { id: 1, from: 'a@example.org', spf: pass, dkim: [] },
      {
        id: 2,
        from: 'a@sub.example.org',
        spf: { result: 'fail', domain: 'example.org' },
        dkim: [{ result: 'pass', domain: 'evil.example' }],
        rfc: '9989',
      },
      { id: 3, from: 'a@not-there.example.org', rfc: 9989 },
      { id: 4, from: 'a@not-there.example.org', rfc: '7489' },
      { id: 5, from: 'a@broken.example', dkim: [{ result: 'pass', domain: 'broken.example' }] },
      { id: 6, from: 'a@split.example' },
      { id: 7, from: 'a@nothing.example', spf: null, dkim: null },
    );
    const seen = results.map(({ id, exit, data: { result, disposition, policyDomain, aligned } }) => [
      id,
      exit,
      result,
      disposition,
      policyDomain,
      aligned.spf,
      aligned.dkim,
    ]);
    expect(seen).toEqual([
      [1, 0, 'pass', 'none', 'example.org', true, false],
      [2, 1, 'fail', 'quarantine', 'example.org', false, false],
      [3, 1, 'fail', 'reject', 'example.org', false, false],
      [4, 1, 'fail', 'quarantine', 'example.org', false, false],
      [5, 3, 'temperror', 'none', undefined, false, false],
      [6, 1, 'fail', 'quarantine', 'split.example', false, false],
      [7, 0, 'none', 'none', undefined, false, false],
    ]);
    expect(status).toBe(3);
  });
  it('answers a bad line with an error that names the field, and goes on', async () => {
    const { results } = await batch(
      'eval',
      { id: 1 },
      { id: 2, from: 'a@example.org', spf: 7 },
      { id: 3, from: 'a@example.org', rfc: '1234' },
      { id: 4, from: 'a@example.org', lot: 100 },
      { id: 5, from: 'a@example.org', records: { x: 1 } },
      { id: 6, from: 'a@example.org', dkim: [{ domain: 'example.org' }] },
      { id: 7, from: 'a@example.org' },
    );
    expect(results.map(({ exit }) => exit)).toEqual([2, 2, 2, 2, 2, 2, 1]);
    expect(results.slice(0, 6).map(({ error }) => /"(\w+)"/.exec(error.message)?.[1])).toEqual([
      'from',
      'spf',
      'rfc',
      'lot',
      'records',
      'dkim',
    ]);
  });
});

describe('dmarc eval of a message', () => {
  const mail = 'From: a@example.org\r\nSubject: x\r\n\r\nhello\r\n';
  const records = { '_dmarc.example.org': ['v=DMARC1; p=reject'], 'mail.example.org': ['v=spf1 ip4:192.0.2.1 -all'] };
  const line = { message: Buffer.from(mail).toString('base64'), records };

  it('reads its author and asks SPF for who sent it', async () => {
    const { results } = await batch(
      'eval',
      { ...line, ip: '192.0.2.1', mailFrom: 'b@mail.example.org', helo: 'x.example' },
      { ...line, ip: '192.0.2.9', mailFrom: '<b@mail.example.org>' },
      { ...line, ip: '192.0.2.1', mailFrom: '<>', helo: 'mail.example.org' },
      line,
    );
    expect(results.map(({ data: { result, disposition, aligned } }) => [result, disposition, aligned.spf])).toEqual([
      ['pass', 'none', true],
      ['fail', 'reject', false],
      ['pass', 'none', true],
      ['fail', 'reject', false],
    ]);
  });
  it('is not mixed with what was given', async () => {
    const { results } = await batch(
      'eval',
      { ...line, from: 'x@y.example' },
      { from: 'a@b.example', ip: '192.0.2.1' },
      { ...line, helo: 'x' },
    );
    expect(results.map(({ error }) => /"(\w+)"/.exec(error.message)?.[1])).toEqual(['from', 'ip', 'ip']);
  });
});

describe('dmarc eval for people', () => {
  it('ends in one sentence to act on', async () => {
    const { out, status } = await run(
      'eval',
      'A <a@example.org>',
      '--spf',
      'pass=example.net',
      '--dkim',
      'pass=x.example.org',
    );
    expect(status).toBe(0);
    expect(out.trim().split('\n').at(-1)).toBe(
      'Nothing to do: example.org answers for the message, since DKIM passed for x.example.org.',
    );
  });
  it('a word that is no result is refused, and the words that are named', async () => {
    const { complaint, status } = await run('eval', 'a@example.org', '--spf', 'bogus=a.test');
    expect([status, complaint]).toEqual([2, expect.stringContaining('"bogus" is no result: pass, fail')]);
  });

  it('says what is wrong with its words', async () => {
    const { complaint, status } = await run('eval', 'a@example.org', '--spf', '=x');
    expect([status, complaint]).toEqual([2, expect.stringContaining('"spf" must be a result with its domain')]);
    expect(await run('eval', 'a@example.org', '--rfc', '7489', '--psl', '/nonexistent')).toMatchObject({ status: 2 });
  });
});

describe('dmarc query', () => {
  it('shows the way to the policy, and who has not agreed to reports', async () => {
    const { out, status } = await run('query', 'sub.example.org', '--rfc', 'both');
    expect(status).toBe(1);
    expect(out).toContain('asked _dmarc.sub.example.org: no record');
    expect(out).toContain('example.org._report._dmarc.other.example. TXT "v=DMARC1;"');
    expect(out).toContain('(RFC 7489)');
  });
});
