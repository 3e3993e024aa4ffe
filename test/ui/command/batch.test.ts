/** `--batch`: order, bad lines, bounds (cli.md). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type BatchLine, readBatch, runBatch } from '../../../src/ui/command/batch.ts';

const folder = mkdtempSync(join(tmpdir(), 'mxray-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(text: string): Promise<BatchLine[]> {
  const file = join(folder, 'lines');
  writeFileSync(file, text);
  const lines: BatchLine[] = [];
  for await (const line of readBatch(file)) lines.push(line);
  return lines;
}

describe('reading', () => {
  it('gives an object a line, with or without a line end at the end', async () => {
    const lines = await read('{"id":1}\r\n\n{"id":"ü"}');
    expect(lines).toEqual([
      { number: 1, fields: { ok: true, value: { id: 1 } } },
      { number: 3, fields: { ok: true, value: { id: 'ü' } } },
    ]);
  });
  it('passes over a byte order mark', async () => {
    expect(await read('\ufeff{"id":1}\n')).toEqual([{ number: 1, fields: { ok: true, value: { id: 1 } } }]);
  });
  it('a character across two reads stays whole', async () => {
    const long = 'ü'.repeat(100_000);
    const [line] = await read(`{ "a":"${long}"}`);
    expect(line?.fields).toEqual({ ok: true, value: { a: long } });
  });
  it.each(['[1]', '"a"', 'null', '{', 'x'])('%s is an error that names its line', async (text) => {
    const [, line] = await read(`{}\n${text}\n`);
    expect(line?.fields.ok === false && line.fields.error).toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^line 2: /),
    });
  });
});

describe('running', () => {
  async function* numbered(count: number): AsyncGenerator<BatchLine> {
    for (let number = 1; number <= count; number += 1) yield { number, fields: { ok: true, value: {} } };
  }
  it('hands results over in the order of the input, whoever is done first', async () => {
    const waiting: (() => void)[] = [];
    const order: number[] = [];
    const running = runBatch(
      numbered(4),
      4,
      ({ number }) => new Promise<number>((resolve) => waiting.push(() => resolve(number))),
      (number) => void order.push(number),
    );
    while (waiting.length < 4) await new Promise(setImmediate);
    for (const finish of waiting.reverse()) finish();
    await running;
    expect(order).toEqual([1, 2, 3, 4]);
  });
  it('has at most as many in flight as it was told', async () => {
    let [inFlight, most] = [0, 0];
    const work = async (): Promise<void> => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise(setImmediate);
      inFlight -= 1;
    };
    await runBatch(numbered(50), 3, work, () => {});
    expect(most).toBe(3);
  });
});
