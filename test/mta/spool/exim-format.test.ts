import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemorySpool, formatHeaderFile, readHeaderFile } from '../../../src/mta/spool/index.ts';
import { arrived, newIds, store, value } from './contract/world.ts';

describe('a -H file', () => {
  it('is read as it was written', async () => {
    const spool = createMemorySpool();
    const id = newIds().next();
    const message = {
      receivedAtMs: 1_795_645_829_097.622,
      receptionMs: 24.142,
      recipients: [
        { address: 'a@x', orcpt: 'rfc822;o@x y', notify: ['SUCCESS', 'DELAY'] },
        { address: '"b c,1#3"@x', errorsTo: 'e e@x', parent: 0 },
        { address: 'plain@x' },
      ],
      headers: [
        { letter: '*', text: 'Gone: x\n' },
        { letter: ' ', text: `Long: ${'y'.repeat(1500)}\n\tfolded \xff\n` },
      ],
      connection: { protocol: 'esmtp', heloName: 'h h', host: { address: '2001:db8::1', port: 25 }, ident: 'i' },
      variables: { c0: { text: 'a\nb', tainted: true }, m_note: { text: '', tainted: false } },
      flags: { smtpUtf8: true, local: true, utf8Downconvert: 'optional' },
      tls: { cipher: 'TLS1.3:X:256', certificateVerified: true, sni: 's', resumption: 0 },
      dsn: { envid: 'e', ret: 'HDRS' },
      frozenAtMs: 1_795_645_840_000,
    } as const;
    await store(spool, id, '', message);
    const read = value(readHeaderFile(formatHeaderFile(value(await spool.read(id)))));
    const { receptionMs, ...rest } = read.message;
    const { receptionMs: _, ...wanted } = arrived(id, message);
    expect(rest).toEqual({ ...wanted, settled: [] });
    expect(receptionMs).toBeCloseTo(24.142, 2);
    expect(read.state).toEqual({ warnings: 0, manualThaw: false, firstDelivery: true });
  });

  it('has a tree of those who are done, of any shape (as Exim writes it)', () => {
    const file = (tree: string): string =>
      `1xWLVV-0002IQ-0J-H\nroot 0 0\n<>\n1 0\n-body_linecount 1\n${tree}1\nb@y\n\n004  A:b\n`;
    const done = (tree: string): readonly string[] | undefined => {
      const read = readHeaderFile(file(tree));
      return read.ok ? read.value.message.settled?.map(({ address }) => address) : undefined;
    };
    expect(done('XX\n')).toEqual([]);
    expect(done('YY m\nNN a\nNY x\nNN z\n')).toEqual(['m', 'a', 'x', 'z']);
    expect(done('YY m\nNN a\n')).toBeUndefined();
  });

  it('of any octets is read or refused, never more', () => {
    const pieces = fc.constantFrom(
      '\n',
      '-',
      '-aclm 0 5',
      'XX',
      'YN a',
      '1',
      ' ',
      '999',
      '012F x',
      '<',
      '>',
      'a-H',
      '0 0',
      '#3',
      ',',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), (parts) => {
        expect(typeof readHeaderFile(`a-H\nroot 0 0\n<>\n1 0\n${parts.join('')}`).ok).toBe('boolean');
      }),
      { seed: 7 },
    );
  });
});
