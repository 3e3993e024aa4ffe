import { describe, expect, it } from 'vitest';
import { Excess } from '../../../src/mta/receive/intake/excess.ts';
import { Intake } from '../../../src/mta/receive/intake/intake.ts';

/** The message in parts of every size comes to the same header and body. */
async function take(text: string, size: number, maxHeaderOctets = 1000) {
  const body: Buffer[] = [];
  const intake = new Intake({
    visibleOctets: 10,
    maxHeaderOctets,
    sink: (octets) => {
      body.push(Buffer.from(octets));
      return undefined;
    },
  });
  const octets = Buffer.from(text, 'latin1');
  for (let at = 0; at < octets.length; at += size) intake.write(octets.subarray(at, at + size));
  const arrived = await intake.end();
  return { header: arrived.header, body: Buffer.concat(body).toString('latin1'), arrived };
}

const CASES: readonly (readonly [name: string, text: string, header: string, body: string])[] = [
  ['an ordinary message', 'A: b\r\nC: d\r\n e\r\n\r\nbody\r\n', 'A: b\r\nC: d\r\n e\r\n', 'body\r\n'],
  ['no body', 'A: b\r\n\r\n', 'A: b\r\n', ''],
  ['no empty line', 'A: b\r\n', 'A: b\r\n', ''],
  ['no header', '\r\nbody\r\n', '', 'body\r\n'],
  ['nothing', '', '', ''],
  ['a line that is no field begins the body', 'A: b\r\nno field\r\n\r\nx\r\n', 'A: b\r\n', 'no field\r\n\r\nx\r\n'],
  ['a continuation of nothing', ' x\r\n\r\ny\r\n', '', ' x\r\n\r\ny\r\n'],
  ['blanks before the colon', 'A : b\r\n\r\nx\r\n', 'A : b\r\n', 'x\r\n'],
  ['a last line without its end', 'A: b\r\n\r\nx', 'A: b\r\n', 'x'],
  ['a field that never ends', 'A: b', 'A: b', ''],
];

describe('header and body parted while they come', () => {
  for (const [name, text, header, body] of CASES)
    it(name, async () => {
      for (const size of [1, 2, 3, 7, 1000]) expect(await take(text, size)).toMatchObject({ header, body });
    });

  it('a long header in single octets, and the body behind it', async () => {
    const header = `A: ${'b'.repeat(9000)}\r\n${'C: d\r\n'.repeat(900)}`;
    expect(await take(`${header}\r\n${'x\r\n'.repeat(900)}`, 1, 20_000)).toMatchObject({
      header,
      body: 'x\r\n'.repeat(900),
      arrived: { isTooLong: false },
    });
  });

  it('counts as if line ends were LF', async () => {
    const { arrived } = await take('A: b\r\n\r\nab\0c\r\n\r\nlast line is here\r\n', 5);
    expect(arrived.body).toMatchObject({
      octets: 24,
      lines: 3,
      zeros: 1,
      longestLine: 17,
      beginning: 'ab\0c\n\nlast',
      end: 'e is here\n',
    });
  });

  it('gives up a header that is too long', async () => {
    expect((await take(`A: ${'b'.repeat(100)}\r\n\r\nx`, 9, 50)).arrived.isTooLong).toBe(true);
  });
});

describe('a message that is too large', () => {
  const line = `${'0123456789'.repeat(4)}\r\n`;
  /** As a live Exim 4.96 said them for chunks of BDAT, with a limit of 100. */
  it.each([
    [`Subject: x\r\n\r\n${line.repeat(5)}`, 220],
    [`Subject: x\r\n\r\n${line.repeat(2)}1234567`, 101],
    [`Subject: x\r\n\r\n${'a\r\n'.repeat(100)}`, 268],
    [`Subject: x\r\n\r\n${'a'.repeat(89)}\r\n`, 103],
  ])('is counted by lines up to the limit, and by octets behind it', (text, expected) => {
    for (const size of [1, 7, 1000]) {
      const excess = new Excess(0, 100);
      for (let at = 0; at < text.length; at += size) excess.add(Buffer.from(text.slice(at, at + size)));
      expect(excess.octets).toBe(expected);
    }
  });
});
