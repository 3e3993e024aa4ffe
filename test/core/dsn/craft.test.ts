import { describe, expect, it } from 'vitest';
import { type Action, craftDsn, type DsnSpec, dsnLanguages, parseDsn } from '../../../src/core/dsn/index.ts';
import { contentOf, fieldText, readEntity, textOf } from '../../../src/core/mime/index.ts';
import { spec } from '../../support/dsn-specs.ts';
import { crlf, ORIGINAL } from '../../support/reports-of-delivery.ts';

function craft(parts: Partial<DsnSpec> = {}) {
  const made = craftDsn(spec(parts));
  if (!made.ok) throw new Error(made.error.message);
  return { ...made.value, entity: readEntity(made.value.octets) };
}
const code = (parts: Partial<DsnSpec>): string => {
  const made = craftDsn(spec(parts));
  return made.ok ? 'made' : made.error.code;
};
const types = (parts: Partial<DsnSpec>): string =>
  craft(parts)
    .entity.children.map(({ type, encoding }) => `${type.name} ${encoding}`)
    .join(', ');
const original = crlf(ORIGINAL);
const EIGHT = crlf(`${ORIGINAL}Grüße\n`);
const UTF8_HEADER = crlf(ORIGINAL.replace('alice@', 'älice@'));
const delayed = { action: 'delayed', status: '4.4.1' } as const;

describe('a report that is written', () => {
  it('has three parts, and says that it answers by itself (RFC 6522 §3, RFC 3834 §5)', () => {
    const { entity, octets, needs } = craft({ original });
    expect(entity.type.name).toBe('multipart/report');
    expect(entity.type.parameters.get('report-type')).toBe('delivery-status');
    expect(entity.children.map(({ type }) => type.name)).toEqual([
      'text/plain',
      'message/delivery-status',
      'message/rfc822',
    ]);
    expect(entity.faults).toEqual([]);
    const field = (name: string): string | undefined => fieldText(entity.fields, name);
    expect(field('auto-submitted')).toBe('auto-replied');
    expect(field('to')).toBe('<alice@example.org>');
    expect(field('in-reply-to')).toBe('<1@example.org>');
    expect(field('subject')).toBe('Your message could not be delivered');
    expect(Buffer.from(octets).toString('latin1')).not.toMatch(/[^\r]\n|\r[^\n]|[^\x00-\x7f]/);
    expect(needs).toEqual({ eightBitMime: false, smtpUtf8: false });
  });

  it('is the same for the same words', () => {
    expect(Buffer.from(craft({ original }).octets).equals(craft({ original }).octets)).toBe(true);
  });

  it.each(dsnLanguages.map((language) => [language.tag, language] as const))('speaks %s, in 7 bits', (_, language) => {
    const actions: readonly Action[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];
    const recipients = actions.map((action, i) => ({
      address: `${action}@example.net`,
      action,
      status: ['5.2.2', '4.4.1', '2.0.0', '2.0.0', '2.0.0'][i]!,
    }));
    const { entity, octets } = craft({ language, recipients });
    const text = textOf(entity.children[0]!);
    for (const action of actions) expect(text).toContain(`  ${action}@example.net`);
    expect(text).toContain(`${language.reasons.full} (5.2.2)`);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(language.intros.relayed.trim());
    expect(fieldText(entity.fields, 'subject')).toBe(language.subjects.failed);
    expect(Buffer.from(octets).toString('latin1')).toMatch(/^[\x00-\x7f]*$/);
    expect(text.split('\n').every((line) => line.length <= 78)).toBe(true);
  });

  it('names the sender with a name in UTF-8, and quotes what needs it', () => {
    expect(fieldText(craft({ from: 'Zustellung für <d@example.org>' }).entity.fields, 'from')).toBe(
      'Zustellung für <d@example.org>',
    );
    expect(fieldText(craft({ from: 'Mail (x), Co. <d@example.org>' }).entity.fields, 'from')).toBe(
      '"Mail (x), Co." <d@example.org>',
    );
  });

  it('folds long diagnostics, of several lines too, and no address', () => {
    const address = `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example.net`;
    const diagnostic = `550-5.1.1 first\n550 5.1.1 ${'word '.repeat(60)}${'x'.repeat(2000)}`;
    const { octets } = craft({ recipients: [{ address, action: 'failed', status: '5.1.1', diagnostic }] });
    expect(
      Buffer.from(octets)
        .toString()
        .split('\r\n')
        .every((line) => line.length <= 998),
    ).toBe(true);
    const read = parseDsn(octets);
    expect(read.ok && read.value.recipients[0]).toMatchObject({
      address,
      diagnostic: { replyCode: 550, enhancedCode: '5.1.1' },
    });
    expect(read.ok && read.value.faults).toEqual([]);
  });
});

describe('what comes back of the original (RFC 3461 §4.3)', () => {
  it.each<[string, Partial<DsnSpec>, string]>([
    ['whole with a failure', { original }, 'full'],
    ['its header when asked for', { original, ret: 'headers' }, 'headers'],
    ['nothing when asked for', { original, ret: 'none' }, 'none'],
    [
      'its header where nothing failed',
      { original, ret: 'full', recipients: [{ address: 'b@x.org', ...delayed }] },
      'headers',
    ],
    ['its header where it is large', { original, maxOriginalOctets: original.length - 1 }, 'headers'],
    ['nothing where its header is large', { original, maxOriginalOctets: 10 }, 'none'],
    ['its header where a line is too long for SMTP', { original: crlf(`${ORIGINAL}${'x'.repeat(999)}\n`) }, 'headers'],
    ['its header where it has NUL', { original: crlf(`${ORIGINAL}\0\n`) }, 'headers'],
    ['its header where 7 bits are to do', { original: EIGHT, isSevenBit: true }, 'headers'],
    ['nothing where there is none', {}, 'none'],
  ])('%s', (_, parts, returned) => expect(craft(parts).returned).toBe(returned));

  it.each([
    ['ASCII', original],
    ['8 bits', EIGHT],
    ['without an end of line', original.subarray(0, original.length - 2)],
    ['without a body', crlf('Subject: x\n')],
  ])('is byte for byte the same: %s', (_, octets) => {
    const part = craft({ original: octets }).entity.children[2]!;
    expect(Buffer.from(contentOf(part)).equals(octets)).toBe(true);
  });

  it.each<[string, Partial<DsnSpec>, string]>([
    ['8 bits as they are (RFC 2046 §5.2.1)', { original: EIGHT }, 'message/rfc822 8bit'],
    ['a header in UTF-8 (RFC 6532 §3.7)', { original: UTF8_HEADER }, 'message/global base64'],
    ['a header in UTF-8 by SMTPUTF8', { original: UTF8_HEADER, to: 'älice@example.org' }, 'message/global 8bit'],
    [
      'a header in UTF-8 alone (RFC 6533 §6)',
      { original: UTF8_HEADER, ret: 'headers' },
      'message/global-headers quoted-printable',
    ],
    ['a header alone (RFC 6522 §4)', { original, ret: 'headers' }, 'text/rfc822-headers 7bit'],
    [
      'a header in something else',
      { original: Buffer.concat([Buffer.from('X: \xe9\r\n', 'latin1'), original]), ret: 'headers' },
      'text/rfc822-headers quoted-printable',
    ],
  ])('%s', (_, parts, expected) => expect(types(parts)).toContain(expected));

  it('says what the next server must offer (RFC 6152, RFC 6531)', () => {
    expect(craft({ original: EIGHT }).needs).toEqual({ eightBitMime: true, smtpUtf8: false });
    expect(craft({ to: 'älice@example.org' }).needs).toEqual({ eightBitMime: true, smtpUtf8: true });
  });
});

describe('addresses in UTF-8 (RFC 6533 §4)', () => {
  const recipients = [
    {
      address: '東@example.net',
      originalRecipient: { type: 'utf-8', address: 'ö+1@example.net' },
      action: 'failed',
      status: '5.1.1',
    },
  ] as const;
  it.each(['alice@example.org', 'älice@example.org'])('to %s', (to) => {
    const { octets, entity } = craft({ recipients, to });
    expect(entity.children[1]!.type.name).toBe('message/global-delivery-status');
    const read = parseDsn(octets);
    expect(read.ok && read.value.recipients[0]).toMatchObject({
      address: 'ö+1@example.net',
      finalRecipient: { type: 'utf-8', value: '東@example.net' },
    });
  });
});

describe('no report', () => {
  const from = (header: string): Uint8Array => crlf(`${header}\n${ORIGINAL}`);
  it.each<[string, Partial<DsnSpec>, string]>([
    ['for the null sender (RFC 3461 §6.1)', { to: '' }, 'dsn/null-sender'],
    ['for the null sender in brackets', { to: '<>' }, 'dsn/null-sender'],
    [
      'on a report',
      { original: from('Content-Type: multipart/report; report-type=delivery-status; boundary=x') },
      'dsn/is-a-report',
    ],
    [
      'on a receipt',
      { original: from('Content-Type: multipart/report; report-type="disposition-notification"; boundary=x') },
      'dsn/is-a-report',
    ],
    [
      'on an answer by itself (RFC 3834 §2)',
      { original: from('Auto-Submitted: auto-replied (vacation)') },
      'dsn/auto-submitted',
    ],
    [
      'of delay on bulk mail',
      { original: from('Precedence: Bulk'), recipients: [{ address: 'b@x.org', ...delayed }] },
      'dsn/bulk-delay',
    ],
    [
      'of delay on a list',
      { original: from('List-Id: <l.example.org>'), recipients: [{ address: 'b@x.org', ...delayed }] },
      'dsn/bulk-delay',
    ],
    [
      'of delay on what a program sent',
      { original: from('Auto-Submitted: auto-generated'), recipients: [{ address: 'b@x.org', ...delayed }] },
      'dsn/bulk-delay',
    ],
    ['about nobody', { recipients: [] }, 'dsn/spec'],
    ['with a line end in an address', { to: 'a@b\r\nBcc: c@d' }, 'dsn/spec'],
    ['with a line end in From', { from: 'a\nb <a@b>' }, 'dsn/spec'],
    [
      'with NUL in what was said',
      { recipients: [{ address: 'a@b', action: 'failed', status: '5.0.0', diagnostic: '\0' }] },
      'dsn/spec',
    ],
    ['of failure with success', { recipients: [{ address: 'a@b', action: 'failed', status: '2.0.0' }] }, 'dsn/spec'],
    ['of delay for good', { recipients: [{ address: 'a@b', action: 'delayed', status: '5.0.0' }] }, 'dsn/spec'],
    ['with a status that is none', { recipients: [{ address: 'a@b', action: 'failed', status: '550' }] }, 'dsn/spec'],
    [
      'with retries of what failed',
      { recipients: [{ address: 'a@b', action: 'failed', status: '5.0.0', willRetryUntil: new Date() }] },
      'dsn/spec',
    ],
    ['with a boundary that the original has', { original: crlf(`${ORIGINAL}--=_b1\n`) }, 'dsn/spec'],
    ['with a boundary that is none', { boundary: 'a b"' }, 'dsn/spec'],
    ['with an id that is none', { messageId: '<a b>' }, 'dsn/spec'],
  ])('%s', (_, parts, expected) => expect(code(parts)).toBe(expected));

  it('but one of failure on bulk mail, and on what says that it is no answer', () => {
    expect(code({ original: from('Precedence: bulk') })).toBe('made');
    expect(code({ original: from('Auto-Submitted: no') })).toBe('made');
  });
});
