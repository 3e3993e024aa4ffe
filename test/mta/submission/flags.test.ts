import { describe, expect, it } from 'vitest';
import { parseOrder, readSubmissionFlags } from '../../../src/mta/submission/index.ts';
import { upToDot } from '../../../src/ui/command/submitted-text.ts';

const read = (line: string) => {
  const flags = readSubmissionFlags(line.split(' ').filter((word) => word !== ''));
  return flags === 'other' ? flags : flags.ok ? flags.value : flags.error.message;
};
const usual = { mode: 'message', fromHeader: false, ignoresDots: false, recipients: [] };

/** Exim spec ch. "The Exim command line". */
describe('flags of sendmail', () => {
  it.each([
    ['a@b c@d', { recipients: ['a@b', 'c@d'] }],
    ['a@b,c@d', { recipients: ['a@b', 'c@d'] }],
    ['-t -i', { fromHeader: true, ignoresDots: true }],
    ['-ti', { fromHeader: true, ignoresDots: true }],
    ['-oi -oem -odq x', { ignoresDots: true, recipients: ['x'] }],
    ['-f me@x y', { sender: 'me@x', recipients: ['y'] }],
    ['-fme@x y', { sender: 'me@x', recipients: ['y'] }],
    ['-f <> y', { sender: '', recipients: ['y'] }],
    ['-r me@x -F Me y', { sender: 'me@x', fullName: 'Me', recipients: ['y'] }],
    ['-bs', { mode: 'smtp' }],
    ['-bS', { mode: 'batch' }],
    ['-C /etc/x -bm -- -y', { configFile: '/etc/x', recipients: ['-y'] }],
    ['-B 8BITMIME', { recipients: ['8BITMIME'] }],
    ['-oMr esmtp -N -v x', { recipients: ['x'] }],
  ])('%s', (line, expected) => expect(read(line)).toEqual({ ...usual, ...expected }));

  it.each(['-bp', '-bV', '-q', '-Mrm 1', '-bt x'])('%s is another mode', (line) => expect(read(line)).toBe('other'));
  it.each([
    ['-f', 'option "-f" wants a value behind it'],
    ['-z', 'unknown, malformed, or incomplete option -z'],
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
    expect(parseOrder('{"kind":"smtp","recipients":["a"],"sender":"","fromHeader":1,"x":2}')).toEqual({
      ok: true,
      value: { kind: 'smtp', recipients: ['a'], sender: '', fromHeader: false },
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
