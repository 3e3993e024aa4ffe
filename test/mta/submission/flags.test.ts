import { describe, expect, it } from 'vitest';
import { parseOrder, readSubmissionFlags } from '../../../src/mta/submission/index.ts';
import { upToDot } from '../../../src/ui/command/submitted-text.ts';

const read = (line: string) => {
  const flags = readSubmissionFlags(line.split(' ').filter((word) => word !== ''));
  return flags === 'other' || flags === 'nothing' ? flags : flags.ok ? flags.value : flags.error.message;
};
const usual = { kind: 'message', fromHeader: false, ignoresDots: false, recipients: [], claims: {}, errors: 'mail' };

/** Exim spec ch. "The Exim command line". */
describe('flags of sendmail', () => {
  it.each([
    ['a@b c@d', { recipients: ['a@b', 'c@d'] }],
    ['a@b,c@d', { recipients: ['a@b,c@d'] }],
    ['-t -i', { fromHeader: true, ignoresDots: true }],
    ['-ti', { fromHeader: true, ignoresDots: true }],
    ['-oi -oem -odq x', { ignoresDots: true, delivery: 'queue', recipients: ['x'] }],
    ['x -t', { recipients: ['x', '-t'] }],
    ['-f me@x y', { sender: 'me@x', recipients: ['y'] }],
    ['-fme@x y', { sender: 'me@x', recipients: ['y'] }],
    ['-f <> y', { sender: '', recipients: ['y'] }],
    ['-r me@x -F Me y', { sender: 'me@x', fullName: 'Me', recipients: ['y'] }],
    ['-bs', { kind: 'smtp' }],
    ['-bS', { kind: 'batch' }],
    ['-oep x', { errors: 'stderr', recipients: ['x'] }],
    ['-oee x', { errors: 'mail-and-well', recipients: ['x'] }],
    ['-oMa 192.0.2.1.25 x', { claims: { host: { address: '192.0.2.1', port: 25 } }, recipients: ['x'] }],
    ['-oMi [2001:db8::1]:25 x', { claims: { interface: { address: '2001:db8::1', port: 25 } }, recipients: ['x'] }],
    ['-oMa 2001:db8::1.25 x', { claims: { host: { address: '2001:db8::1', port: 25 } }, recipients: ['x'] }],
    ['-p smtp:host x', { claims: { protocol: 'smtp', hostName: 'host' }, recipients: ['x'] }],
    ['-E1xWNhv-0000tl-08 x', { isReport: true, reference: '1xWNhv-0000tl-08', recipients: ['x'] }],
    ['-G -v -bnq x', { keepsAsIs: true, isVerbose: true, qualifies: false, recipients: ['x'] }],
    ['-C /etc/x -bm -- -y', { configFile: '/etc/x', recipients: ['-y'] }],
    ['-B 8BITMIME x', { recipients: ['x'] }],
    ['-oB 3 x', { recipients: ['x'] }],
    ['-Oopt=value -O opt -Ltag -L tag -tls-on-connect x', { recipients: ['x'] }],
    ['-DX -DY_1=a=b x', { macros: { X: '', Y_1: 'a=b' }, recipients: ['x'] }],
    ['-oMr esmtp -N x', { claims: { protocol: 'esmtp' }, deliversNothing: true, isVerbose: true, recipients: ['x'] }],
  ])('%s', (line, expected) => expect(read(line)).toEqual({ ...usual, ...expected }));

  it.each(['-bp', '-bV', '-q', '-Mrm 1', '-bt x'])('%s is another mode', (line) => expect(read(line)).toBe('other'));
  it.each([
    ['-z', ' abandoned: unknown, malformed, or incomplete option -z'],
    ['-oMa', ': data expected after -oMa'],
    ['-oMa 192.0.2 x', ' abandoned: "192.0.2" is not an IP address'],
    ['-oMm x y', '-oMm must be a valid message ID'],
    ['-or soon x', ': bad time value soon: abandoned'],
    ['-oMr smtp -oMr esmtp x', 'received_protocol is set already'],
    ['-bs -f x@y.example', ': incompatible command-line options or arguments'],
    ['-bS -t', ': incompatible command-line options or arguments'],
  ])('%s is a mistake', (line, says) => expect(read(line)).toBe(says));
});

describe('the first line of a dropped file', () => {
  it.each([
    ['', 'it is no JSON'],
    ['null', 'it names no kind'],
    ['{"kind":"shell","recipients":[]}', 'it names no kind'],
    ['{"kind":"message"}', 'it has recipients that are none'],
    ['{"kind":"message","recipients":["a\\r\\nDATA"]}', 'it has recipients that are none'],
    ['{"kind":"message","recipients":[1]}', 'it has recipients that are none'],
    ['{"kind":"message","recipients":[],"sender":"a\\nb"}', 'it has a sender that is none'],
  ])('%s is refused', (line, says) =>
    expect(parseOrder(line)).toEqual({
      ok: false,
      error: says.replace(/^it (is|names|has)/, 'its first line $1').replace('is no', 'is no'),
    }),
  );
  it('is taken', () => {
    const line =
      '{"kind":"smtp","recipients":["a"],"sender":"","fromHeader":1,"x":2,"claims":{"host":{"address":"x"},"ident":"me"}}';
    expect(parseOrder(line)).toEqual({
      ok: true,
      value: {
        kind: 'smtp',
        program: 'sendmail',
        recipients: ['a'],
        sender: '',
        fromHeader: false,
        errors: 'mail',
        claims: { ident: 'me' },
      },
    });
  });
});

describe('the lone dot', () => {
  const cut = async (...pieces: string[]): Promise<string> => {
    async function* give() {
      yield* pieces;
    }
    let text = '';
    for await (const piece of upToDot(give())) text += piece;
    return text;
  };
  it.each<[readonly string[], string]>([
    [['a\n.\nb'], 'a\n'],
    [['a\r\n.\r\nb'], 'a\r\n'],
    [['.\nb'], ''],
    [['a\n..\n.b\nc.\n'], 'a\n..\n.b\nc.\n'],
    [['a\n', '.', '\n', 'b'], 'a\n'],
    [['a\n', '.', 'b\n'], 'a\n.b\n'],
    [['a', '\n', '\n'], 'a\n\n'],
    [['a\n.'], 'a\n.'],
    [[], ''],
  ])('%j', async (pieces, expected) => expect(await cut(...pieces)).toBe(expected));

  it('is found however the text is cut', async () => {
    for (const text of ['x\n.\ny', '.\r\ny', 'x\n.y\n\n.\r\nz', '..\n.\n']) {
      const whole = await cut(text);
      for (let at = 0; at <= text.length; at += 1) expect(await cut(text.slice(0, at), text.slice(at))).toBe(whole);
      expect(await cut(...text)).toBe(whole);
    }
  });
});
