/** `proxy parse` through the built program. */
import { describe, expect, it } from 'vitest';
import { mxray } from '../../support/cli.ts';

const LINE = 'PROXY TCP4 192.0.2.1 198.51.100.1 56324 25\r\n';
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

interface Line {
  readonly id?: number;
  readonly exit: number;
  readonly error?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
}

async function batch(
  ...lines: readonly object[]
): Promise<{ readonly status: number; readonly lines: readonly Line[] }> {
  const { out, status } = await mxray(
    ['proxy', 'parse', '--batch', '-'],
    {},
    lines.map((line) => JSON.stringify(line)).join('\n'),
  );
  return {
    status,
    lines: out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  };
}

describe('proxy parse', () => {
  it('takes hex in a batch line where it begins as a header, in either case, or is no base64', async () => {
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    const { lines } = await batch(
      { bytes: hex(LINE) },
      { bytes: hex(LINE.replace('PROXY', 'proxy')) },
      { bytes: '45 48 4c 4f' },
    );
    expect(lines.map(({ data }) => (data as { code?: string }).code)).toEqual([undefined, 'v1-case', 'no-header']);
  });
  it('answers lines of a batch', async () => {
    const { status, lines } = await batch(
      { id: 1, bytes: base64(`${LINE}EHLO`) },
      { id: 2, bytes: base64('PROXY UNKNOWN\r\n') },
      { id: 3, bytes: '' },
      { id: 4, bytes: base64(LINE.replace('PROXY', 'proxy')) },
      { id: 5, bytes: '%%%' },
      { id: 6, bytes: Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex').toString('base64') },
    );
    expect(status).toBe(2);
    expect(lines.map(({ id, exit }) => [id, exit])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 2],
      [6, 0],
    ]);
    expect(lines[0]!.data).toMatchObject({
      version: 1,
      command: 'PROXY',
      source: { address: '192.0.2.1', port: 56_324 },
      destination: { address: '198.51.100.1', port: 25 },
      tlvs: [],
      length: 44,
      rest: 4,
    });
    expect(lines[1]!.data).toMatchObject({ version: 1, command: 'PROXY', family: 'UNSPEC', length: 15 });
    expect(lines[1]!.data).not.toHaveProperty('source');
    expect(lines[2]!.data).toMatchObject({ code: 'incomplete' });
    expect(lines[3]!.data).toMatchObject({ code: 'v1-case' });
    expect(lines[4]!.error).toMatchObject({ code: 'usage' });
    expect(lines[5]!.data).toMatchObject({ version: 2, command: 'LOCAL', length: 16, tlvs: [] });
  });
  it('shows octets, their places and their meaning', async () => {
    const { out, status } = await mxray(['proxy', 'parse', '0D0A0D0A000D0A515549540A2111000CC0000201C6336401DC040019']);
    expect(status).toBe(0);
    expect(out).toContain('PROXY version 2, PROXY, INET STREAM: 192.0.2.1:56324 to 198.51.100.1:25 (28 octets)');
    expect(out).toMatch(/^ {4}16 {2}c0 00 02 01 +source address: 192\.0\.2\.1$/m);
  });
  it('reads standard input, and refuses what is nothing of the kind', async () => {
    expect((await mxray(['proxy', 'parse', '-'], {}, LINE)).status).toBe(0);
    expect((await mxray(['proxy', 'parse', '-'], {}, 'EHLO mx\r\n')).status).toBe(1);
    for (const words of [[], ['no such thing'], ['--hex', '--base64', '00'], ['--hex', 'xyz']])
      expect([words, (await mxray(['proxy', 'parse', ...words])).status]).toEqual([words, 2]);
  });
});
