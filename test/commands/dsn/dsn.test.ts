/** `mxray dsn parse`, `mxray dsn craft` as processes of their own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';
import { ORIGINAL, report, reportText } from '../../support/reports-of-delivery.ts';

let folder: string;
const path = (name: string): string => join(folder, name);
const ajv = new Ajv2020({ strict: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-dsn-'));
  writeFileSync(path('report.eml'), report());
  writeFileSync(path('plain.eml'), ORIGINAL);
  const delivered = reportText()
    .replace('Action: failed', 'Action: delivered')
    .replace('Status: 5.1.1', 'Status: 2.0.0');
  writeFileSync(path('box'), [reportText(), ORIGINAL, delivered].map((text) => `From x\n${text}\n`).join(''));
  for (const name of ['new', 'cur']) mkdirSync(path(`Maildir/${name}`), { recursive: true });
  writeFileSync(path('Maildir/new/1'), report());
  writeFileSync(path('Maildir/cur/2:2,S'), delivered);
});
afterAll(() => rmSync(folder, { recursive: true }));

const json = (out: string) => JSON.parse(out);
const AT = [
  '--at',
  '2026-11-25T10:00:00Z',
  '--message-id',
  'r1@mx',
  '--boundary',
  'b',
  '--reporting-mta',
  'mx.example.org',
];

describe('dsn parse', () => {
  it('shows a report as text', async () => {
    const ran = await mxray(['dsn', 'parse', path('report.eml')]);
    expect(ran).toMatchObject({ status: 0, complaint: '' });
    for (const words of ['Bob@example.net: failed 5.1.1', 'QQ314159', 'no such user', '<1@example.org> café'])
      expect(ran.out).toContain(words);
  });

  it('answers by its schema, of one message and of a mailbox', async () => {
    const isValid = ajv.compile(schemaFor('dsn-parse')!);
    for (const file of ['report.eml', 'box']) {
      const ran = await mxray(['dsn', 'parse', path(file), '--json']);
      expect(isValid(json(ran.out))).toBe(true);
    }
  });

  it.each(['box', 'Maildir'])('reads many: %s', async (name) => {
    const { status, out } = await mxray(['dsn', 'parse', path(name), '--json']);
    expect(status).toBe(0);
    const { kind, recipients, messages } = json(out).data;
    expect(kind).toBe('hard');
    expect(recipients.map(({ action }: { action: string }) => action)).toEqual(['failed', 'delivered']);
    expect(messages).toHaveLength(name === 'box' ? 3 : 2);
  });

  it('reads a batch: base64, or the text itself', async () => {
    const lines = [report(), Buffer.from(ORIGINAL)].map((octets, id) => ({
      id,
      message: Buffer.from(octets).toString('base64'),
    }));
    const input = [...lines, { id: 2, message: reportText() }, { id: 3, message: '!' }, { id: 4 }]
      .map((line) => JSON.stringify(line))
      .join('\n');
    const ran = await mxray(['dsn', 'parse', '--batch', '-'], {}, input);
    const results = ran.out.trim().split('\n').map(json);
    expect(results.map(({ exit }) => exit)).toEqual([0, 1, 0, 2, 2]);
    expect(results[0].data).toMatchObject({
      kind: 'hard',
      recipients: [{ address: 'Bob@example.net', action: 'failed', status: '5.1.1' }],
    });
    expect(results[1].data).toEqual({ kind: 'unknown', recipients: [] });
    expect(results[2].data.recipients).toHaveLength(1);
  });

  it.each([
    ['a mail that is none', ['plain.eml'], 1, 'no delivery status notification'],
    ['a file that is not there', ['none.eml'], 2, 'no such file'],
    ['a directory of something else', ['.'], 2, 'without new and cur'],
  ])('%s', async (_, [name], status, words) => {
    const ran = await mxray(['dsn', 'parse', path(name!)]);
    expect(ran.status).toBe(status);
    expect(ran.out + ran.complaint).toContain(words);
  });
});

describe('dsn craft', () => {
  const craft = (...words: readonly string[]) => mxray(['dsn', 'craft', ...AT, ...words]);

  it('writes a report that says what was asked for, the same each time', async () => {
    const words = [
      '--to',
      'alice@example.org',
      '--recipient',
      'bob@example.net',
      '--recipient',
      '{"address":"eve@example.net","action":"delayed","status":"4.4.1"}',
    ];
    const [ran, again] = await Promise.all([craft(...words), craft(...words)]);
    expect(ran).toMatchObject({ status: 0, complaint: '' });
    expect(again.out).toBe(ran.out);
    const parsed = await mxray(['dsn', 'parse', '-', '--json'], {}, ran.out);
    expect(json(parsed.out).data).toMatchObject({
      reportingMta: { type: 'dns', value: 'mx.example.org' },
      recipients: [
        { address: 'bob@example.net', action: 'failed', status: '5.0.0' },
        { address: 'eve@example.net', action: 'delayed', status: '4.4.1' },
      ],
      faults: [],
    });
  });

  it('takes the entry of a queue, and leaves out who does not want to hear', async () => {
    const entry = {
      id: '1uAbcD-000000-00',
      sender: 'alice@example.org',
      envid: 'QQ+2B1',
      ret: 'HDRS',
      arrival: '2026-11-24T10:00:00Z',
      message: Buffer.from(ORIGINAL).toString('base64'),
      recipients: [
        {
          address: 'bob@example.net',
          orcpt: 'rfc822;Bob+2Bin@example.net',
          status: '5.1.1',
          diagnostic: '550 5.1.1 no',
          remoteMta: 'mx.example.net',
        },
        { address: 'eve@example.net', notify: ['SUCCESS', 'DELAY'], attempts: 17 },
      ],
    };
    expect(ajv.validate(schemaFor('dsn-queue-entry')!, entry)).toBe(true);
    writeFileSync(path('entry.json'), JSON.stringify(entry));
    const ran = await craft('--queue', path('entry.json'), '--json');
    expect(ajv.validate(schemaFor('dsn-craft')!, json(ran.out))).toBe(true);
    const { message, returned, envelope } = json(ran.out).data;
    expect(returned).toBe('headers');
    expect(envelope).toEqual({ sender: '', recipient: 'alice@example.org', notify: 'NEVER' });
    const parsed = await mxray(['dsn', 'parse', '--batch', '-'], {}, JSON.stringify({ message }));
    expect(json(parsed.out).data).toMatchObject({
      originalEnvelopeId: 'QQ+1',
      arrivalDate: '2026-11-24T10:00:00.000Z',
      recipients: [
        {
          address: 'Bob+in@example.net',
          finalRecipient: { value: 'bob@example.net' },
          remoteMta: { value: 'mx.example.net' },
        },
      ],
      original: { form: 'headers', messageId: '<1@example.org>' },
    });
  });

  it('takes the sender from Return-Path, in a batch line too', async () => {
    const line = {
      message: Buffer.from(`Return-Path: <alice@example.org>\n${ORIGINAL}`).toString('base64'),
      recipients: ['bob@example.net'],
    };
    const ran = await mxray(['dsn', 'craft', '--batch', '-'], {}, JSON.stringify(line));
    expect(json(ran.out).data.envelope.recipient).toBe('alice@example.org');
  });

  const TO = ['--to', 'alice@example.org'];
  it.each(['delivered', 'relayed', 'expanded'])('%s is reported when it is asked for by name', async (action) => {
    const { out } = await craft(...TO, '--recipient', 'b@example.net', '--action', action);
    const parsed = await mxray(['dsn', 'parse', '-', '--json'], {}, out);
    expect(json(parsed.out).data).toMatchObject({ kind: action, recipients: [{ action, status: '2.0.0' }] });
    const never = await craft(...TO, '--recipient', 'b@example.net', '--action', action, '--notify', 'FAILURE');
    expect([never.status, never.out]).toEqual([2, '']);
  });
  it.each<[string, readonly string[], string]>([
    ['the null sender', ['--to', '<>', '--recipient', 'b@example.net'], 'null sender'],
    ['no sender', ['--recipient', 'b@example.net'], '"to" is missing'],
    ['no recipient', TO, '"recipient" is missing'],
    ['an address that is none', [...TO, '--recipient', 'b c@@d'], 'is no address'],
    [
      'xtext that is not',
      [...TO, '--recipient', 'b@example.net', '--orcpt', 'rfc822;b+zz@c'],
      'two hexadecimal digits',
    ],
    ['an envelope id that is not', [...TO, '--recipient', 'b@example.net', '--envid', 'a b'], 'blank'],
    ['NOTIFY that is not', [...TO, '--recipient', 'b@example.net', '--notify', 'SOMETIMES'], 'NEVER'],
    [
      'nobody who wants to hear',
      [...TO, '--recipient', 'b@example.net', '--notify', 'NEVER'],
      'NOTIFY asks for no report',
    ],
    [
      'a field that a recipient does not have',
      [...TO, '--recipient', '{"address":"b@c.org","stats":"5.0.0"}'],
      'did you mean status?',
    ],
    ['a status that does not fit', [...TO, '--recipient', 'b@example.net', '--status', '2.0.0'], 'class 5 or 4'],
    ['a queue that is no JSON', ['--queue', 'FOLDER/plain.eml'], 'is no JSON'],
    [
      'an original that is not there',
      [...TO, '--recipient', 'b@example.net', '--original', 'FOLDER/none'],
      'no such file',
    ],
  ])('%s is told in a sentence', async (_, words, told) => {
    const ran = await craft(...words.map((word) => word.replace('FOLDER', folder)));
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.complaint).toContain(told);
  });
});
