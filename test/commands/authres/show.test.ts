/** `mxray authres show`, and the fields that other commands write, through the built program. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { chainOf } from '../../support/arc.ts';
import { mxray } from '../../support/cli.ts';
import { KEY_NAME, RSA_RECORD, signed } from '../../support/dkim.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const HEADER = [
  'Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=bounces.example.org;',
  '\tdkim=fail reason="body differs" header.d=example.org',
  'Received: by mx.example.org',
  'Authentication-Results: mx.example.org; dkim=pass header.d=example.org',
  'From: a@example.org',
].join('\r\n');
const MAIL = `${HEADER}\r\n\r\nhello\r\n`;
const RELAY_KEYS = [1, 2].flatMap((i) => ['--key-record', `s1._domainkey.relay${i}.example=${RSA_RECORD}`]);
const AT = ['--at', '2026-06-01T12:00:00Z', '--authserv-id', 'mx.example.net'];

/** Where a result is not as its schema says. */
function faultsOf(schema: string, result: unknown): unknown {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const validate = ajv.compile(schemaFor(schema)!);
  return validate(result) ? [] : validate.errors;
}

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-authres-'));
  writeFileSync(path('mail.eml'), MAIL);
  writeFileSync(path('header'), HEADER.replaceAll('\r\n', '\n'));
  writeFileSync(path('chain.eml'), chainOf(2, {}, await signed()), 'latin1');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('authres show', () => {
  it('explains a mail, and a header alone', async () => {
    for (const file of ['mail.eml', 'header']) {
      const ran = await mxray(['authres', 'show', path(file), '--authserv-id', 'mx.example.org']);
      expect(ran).toMatchObject({ status: 0, complaint: '' });
      expect(ran.out).toContain('Authentication-Results of mx.example.org (believed)');
      expect(ran.out).toContain('spf=pass: the domain says it may');
      expect(ran.out).toContain('stands where anybody could have put it');
    }
  });

  it('takes lines of a batch', async () => {
    const lines = [
      { id: 1, message: base64(MAIL) },
      { id: 2, message: base64('From: a@b\r\n\r\n') },
      { id: 3, message: '%' },
    ];
    const ran = await mxray(
      ['authres', 'show', '--batch', '-'],
      {},
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    const [one, two, three] = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(one).toMatchObject({
      id: 1,
      data: { fields: [{ results: [{ method: 'spf' }, { method: 'dkim', reason: 'body differs' }] }, {}] },
    });
    expect(two).toMatchObject({ id: 2, data: { fields: [] }, findings: [{ id: 'authres.none' }] });
    expect(three).toMatchObject({ id: 3, exit: 2 });
    for (const result of [one, two]) expect(faultsOf('authres-show', result)).toEqual([]);
  });

  it('complains of a file that is not there, and of a name that is none', async () => {
    expect(await mxray(['authres', 'show', path('absent')])).toMatchObject({ status: 2, out: '' });
    const ran = await mxray(['authres', 'show', path('mail.eml'), '--authserv-id', '']);
    expect(ran.complaint).toContain('must be a name such as mx.example.org');
  });
});

describe('dkim verify', () => {
  const verify = (file: string, ...words: readonly string[]) =>
    mxray(['dkim', 'verify', path(file), '--key-record', `${KEY_NAME}=${RSA_RECORD}`, ...RELAY_KEYS, ...AT, ...words]);

  it('shows the chain, and the field to put on top', async () => {
    const ran = await verify('chain.eml', '--json');
    const { data, exit } = JSON.parse(ran.out);
    expect(exit).toBe(0);
    expect(faultsOf('dkim-verify', JSON.parse(ran.out))).toEqual([]);
    expect(data.arc).toMatchObject({
      result: 'pass',
      oldestPass: 0,
      sets: [
        {
          instance: 1,
          chainStatus: 'none',
          authservId: 'mx.relay1.example',
          results: [{ method: 'spf', result: 'pass' }],
        },
        { instance: 2, chainStatus: 'pass', seal: { result: 'pass', domain: 'relay2.example', selector: 's1' } },
      ],
    });
    expect(data.authenticationResults.replaceAll('\r\n\t', ' ')).toMatch(
      /^Authentication-Results: mx\.example\.net; dkim=pass \(2048-bit rsa key\) header\.d=example\.org header\.i=@example\.org header\.s=s1 header\.a=rsa-sha256 header\.b=\S{8,10}; arc=pass header\.oldest-pass=0$/,
    );
    const text = await verify('chain.eml', '-v');
    expect(text.out).toContain('ARC chain (historic): pass (2 sets are as sealed)');
    expect(text.out).toContain('Authentication-Results: mx.example.net;\n\tdkim=pass');
  });

  it('leaves the chain out where there is none, and warns of a broken one', async () => {
    const { data } = JSON.parse((await verify('mail.eml', '--json')).out);
    expect(data).not.toHaveProperty('arc');
    expect(data.authenticationResults).toBe('Authentication-Results: mx.example.net;\r\n\tdkim=none');
    writeFileSync(path('broken.eml'), chainOf(2).replace('hungry', 'thirsty'), 'latin1');
    const broken = JSON.parse((await verify('broken.eml', '--json')).out);
    expect(broken).toMatchObject({
      exit: 0,
      verdict: 'warn',
      data: { arc: { result: 'fail', reason: 'message-signature' } },
    });
  });
});

describe('dmarc eval', () => {
  const records = { '_dmarc.example.org': ['v=DMARC1; p=reject'] };
  const evaluate = async (line: Readonly<Record<string, unknown>>) => {
    const ran = await mxray(
      ['dmarc', 'eval', '--batch', '-'],
      {},
      JSON.stringify({ records, authservId: 'mx.example.net', ...line }),
    );
    return JSON.parse(ran.out);
  };

  it('believes the service that is named, as far as nobody else can have written it (RFC 8601 §5)', async () => {
    const { data } = await evaluate({ message: base64(MAIL), authres: 'MX.example.org' });
    expect(data).toMatchObject({ result: 'pass', aligned: { spf: true, dkim: false } });
    expect(data.authenticationResults).toBe(
      'Authentication-Results: mx.example.net;\r\n\tspf=pass smtp.mailfrom=bounces.example.org;\r\n' +
        '\tdkim=fail reason="body differs" header.d=example.org;\r\n\tdmarc=pass header.from=example.org',
    );
  });

  it('cannot decide without the word it is to believe', async () => {
    const { error, exit } = await evaluate({ message: base64(MAIL), authres: 'mx.absent.example' });
    expect(error).toMatchObject({
      code: 'dmarc/no-results',
      message: expect.stringContaining('those there are of mx.example.org'),
    });
    expect(exit).toBe(3);
    expect(await evaluate({ message: base64(MAIL), authres: 'mx.example.org', ip: '192.0.2.1' })).toMatchObject({
      exit: 2,
    });
    expect(await evaluate({ from: 'a@example.org', authres: 'mx.example.org' })).toMatchObject({ exit: 2 });
  });

  it('writes what it was given', async () => {
    const { data } = await evaluate({
      from: 'a@example.org',
      spf: { result: 'pass', domain: 'example.net' },
      dkim: [],
    });
    expect(data.authenticationResults).toBe(
      'Authentication-Results: mx.example.net;\r\n\tspf=pass smtp.mailfrom=example.net;\r\n' +
        '\tdmarc=fail (p=reject dis=reject) header.from=example.org',
    );
  });
});
