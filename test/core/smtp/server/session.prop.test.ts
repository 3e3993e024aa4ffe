/** What holds of a session whatever the client sends, and however its octets are cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionConfig } from '../../../../src/core/smtp/index.ts';
import { EVERY_QUESTION, play, splitReplies } from '../../../support/smtp-session.ts';
import { SMUGGLING_ENDS } from '../../../support/smuggling.ts';

const command = fc.constantFrom(
  'EHLO x\r\n',
  'HELO x\r\n',
  'LHLO x\r\n',
  'MAIL FROM:<a@b.test>\r\n',
  'MAIL FROM:<é@b> SMTPUTF8 SIZE=1\r\n',
  'RCPT TO:<c@d.test>\r\n',
  'RCPT TO:<bad@d.test>\r\n',
  'DATA\r\n',
  'hello\r\n.\r\n',
  '.\r\n',
  'BDAT 5\r\nQUIT\r',
  'BDAT 7 LAST\r\nNOOP\r\n.',
  'BDAT 1000000000\r\n',
  'RSET\r\n',
  'NOOP\r\n',
  'VRFY a@b\r\n',
  'STARTTLS\r\n',
  'AUTH PLAIN AGEAYg==\r\n',
  'AUTH LOGIN\r\n',
  '*\r\n',
  'QUIT\r\n',
  'x\n',
  '\r\n',
  '\0',
  'ÿ',
  ' ',
  'x'.repeat(600),
);
const dialogue = fc.array(command, { maxLength: 16 }).map((parts) => parts.join(''));
const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });

const policy = (question: { readonly kind: string; readonly initial?: Uint8Array }) => {
  if (question.kind === 'auth' && question.initial === undefined)
    return { outcome: 'challenge', challenge: Buffer.from('x') } as const;
  return undefined;
};

const configs: fc.Arbitrary<Partial<SessionConfig>> = fc.record({
  bare: fc.constantFrom('refuse', 'normalise', 'keep'),
  protocol: fc.constantFrom('smtp', 'lmtp'),
  requiresHelo: fc.boolean(),
  asks: fc.constantFrom(EVERY_QUESTION, new Set<never>()),
});

function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return [...pieces, text.slice(at)];
}

describe('a server session', () => {
  it('says the same however the input is cut', () => {
    fc.assert(
      fc.property(dialogue, sizes, configs, (text, lengths, config) => {
        // What is thrown away behind STARTTLS is what came before the handshake: that does depend on the cut.
        const steady = text.replaceAll('STARTTLS', 'NOOP');
        const whole = play([steady], { config, policy, ends: true });
        expect(play(cut(steady, lengths), { config, policy, ends: true })).toEqual(whole);
        expect(play([...steady], { config, policy, ends: true })).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  it('never throws, and says nothing but whole replies with known codes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(dialogue, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 8 }),
        configs,
        (pieces, config) => {
          const { said } = play(pieces, { config, policy });
          expect(said.replace(/(?:[2-5]\d\d[ -][^\r\n]*\r\n)*/, '')).toBe('');
          expect(said.replaceAll('\r\n', '')).not.toMatch(/[\x00-\x1f\x7f]/);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('never takes data for commands: a message is told once, whatever stands in it', () => {
    const line = fc.oneof(command, fc.constantFrom(...SMUGGLING_ENDS), fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), sizes, (lines, lengths) => {
        const stuffed = lines
          .join('')
          .replace(/\r\n\./g, '\r\n..')
          .replace(/^\./, '..');
        const text = `HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n${stuffed}\r\n.\r\nQUIT\r\n`;
        const { said } = play(cut(text, lengths), { config: { bare: 'keep' } });
        expect(splitReplies(said).map((reply) => reply.slice(0, 3))).toEqual([
          '220',
          '250',
          '250',
          '250',
          '354',
          '250',
          '221',
        ]);
      }),
      { numRuns: 400 },
    );
  });

  it.each(SMUGGLING_ENDS)('%j ends no message', (end) => {
    const smuggled = `first${end}MAIL FROM:<evil@x.test>\r\nRCPT TO:<c@d>\r\nDATA\r\nsecond\r\n.\r\nQUIT\r\n`;
    for (const bare of ['refuse', 'normalise', 'keep'] as const) {
      const text = `HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n${smuggled}`;
      const { said, questions } = play([text], { config: { bare } });
      expect(questions.filter(({ kind }) => kind === 'mail')).toHaveLength(1);
      expect(said).toMatch(/354 [^\r]*\r\n(?:250 OK|554 CR or LF alone[^\r]*)\r\n221 [^\r]*\r\n$/);
    }
  });

  it('bears a hundred thousand recipients', () => {
    const rcpts = 'RCPT TO:<c@d.test>\r\n'.repeat(100_000);
    const { questions } = play([`MAIL FROM:<>\r\n${rcpts}DATA\r\nx\r\n.\r\n`]);
    const message = questions.find((question) => question.kind === 'message');
    expect(message?.envelope.recipients).toHaveLength(100_000);
  });
});
