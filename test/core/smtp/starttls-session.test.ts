import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StartTlsOutcome, startTlsSession } from '../../../src/core/smtp/index.ts';

/** Feeds the server's side, cut as given; answers what was sent and how it ended. */
function play(chunks: readonly string[], end?: 'closed' | 'timeout'): { sent: string; outcome?: StartTlsOutcome } {
  const session = startTlsSession('probe.test');
  let { start: state } = session;
  let sent = '';
  const inputs = [
    { kind: 'opened' as const },
    ...chunks.map((text) => ({ kind: 'bytes' as const, bytes: Buffer.from(text, 'latin1') })),
    ...(end ? [{ kind: end }] : []),
  ];
  for (const input of inputs) {
    const next = session.step(state, input);
    state = next.state;
    for (const effect of next.effects) {
      if (effect.kind === 'done') return { sent, outcome: effect.outcome };
      sent += effect.text;
    }
  }
  return { sent };
}

const GREETING = '220 mx.test ESMTP\r\n';
const OFFER = '250-mx.test\r\n250-SIZE 1000\r\n250 STARTTLS\r\n';
const GO = '220 2.0.0 go ahead\r\n';

describe('the way to TLS (RFC 3207 §4)', () => {
  it('is banner, EHLO, STARTTLS', () => {
    const { sent, outcome } = play([GREETING, OFFER, GO]);
    expect(sent).toBe('EHLO probe.test\r\nSTARTTLS\r\n');
    expect(outcome).toMatchObject({ kind: 'ready', capabilities: { lines: ['mx.test', 'SIZE 1000', 'STARTTLS'] } });
  });
  it('comes out the same octet by octet', () => {
    const whole = play([GREETING, OFFER, GO]);
    expect(play([...`${GREETING}${OFFER}${GO}`])).toEqual(whole);
  });
  it('does not go on where STARTTLS is not offered, and says goodbye (RFC 5321 §4.1.1.10)', () => {
    const { sent, outcome } = play([GREETING, '250 mx.test\r\n']);
    expect(sent).toBe('EHLO probe.test\r\nQUIT\r\n');
    expect(outcome).toMatchObject({ kind: 'not-offered' });
  });
  it('tries HELO where EHLO is not known (RFC 5321 §3.2)', () => {
    const { sent, outcome } = play([GREETING, '502 what\r\n', '250 mx.test\r\n']);
    expect(sent).toBe('EHLO probe.test\r\nHELO probe.test\r\nQUIT\r\n');
    expect(outcome).toMatchObject({ kind: 'not-offered' });
  });
  it.each([
    ['421 4.3.2 busy\r\n', 'greeting', true],
    ['554 5.7.1 no\r\n', 'greeting', false],
  ])('is refused by the greeting %j', (greeting, stage, temporary) => {
    expect(play([greeting]).outcome).toMatchObject({ kind: 'refused', stage, temporary });
  });
  it('is refused with 454 after the offer', () => {
    expect(play([GREETING, OFFER, '454 4.7.0 not now\r\n']).outcome).toMatchObject({
      kind: 'refused',
      stage: 'starttls',
      temporary: true,
      reply: { enhanced: '4.7.0' },
    });
  });
  it('is refused where the server says more in clear behind its go-ahead (CVE-2011-0411)', () => {
    expect(play([GREETING, OFFER, `${GO}250 injected\r\n`]).outcome).toMatchObject({
      kind: 'protocol-error',
      stage: 'starttls',
    });
    expect(play([GREETING, OFFER, `${GO}x`]).outcome).toMatchObject({ kind: 'protocol-error' });
  });
  it.each([
    ['SSH-2.0-x\r\n', /not an SMTP reply/],
    ['220-a\r\n250 b\r\n', /changed its code/],
    [`220 ${'x'.repeat(5000)}`, /more than 4096 octets/],
    ['220-a\r\n'.repeat(300), /more than 256 lines/],
    ['2200 x\r\n', /not an SMTP reply/],
    ['199 x\r\n', /not an SMTP reply/],
  ])('ends at %.20j', (text, detail) => {
    expect(play([text]).outcome).toMatchObject({
      kind: 'protocol-error',
      stage: 'greeting',
      detail: expect.stringMatching(detail),
    });
  });
  it.each(['closed', 'timeout'] as const)('ends where the server is %s, telling the stage', (end) => {
    expect(play([GREETING], end).outcome).toMatchObject({ kind: end, stage: 'ehlo' });
  });
  it('never throws, and never sends a line end it was given', () => {
    const alphabet = fc.constantFrom(
      '2',
      '5',
      '0',
      ' ',
      '-',
      '\r',
      '\n',
      'a',
      'STARTTLS',
      '220 x\r\n',
      '250 STARTTLS\r\n',
      '\u0000',
      'ÿ',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: alphabet, maxLength: 20 }), { maxLength: 12 }), (chunks) => {
        expect(play(chunks).sent).toMatch(/^(?:(?:EHLO probe\.test|HELO probe\.test|STARTTLS|QUIT)\r\n)*$/);
      }),
    );
  });
});
