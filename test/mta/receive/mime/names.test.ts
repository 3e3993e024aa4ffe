/** Names of decoded parts: what a message of many parts may cost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstFree, type Names } from '../../../../src/mta/receive/mime/part-service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mime-names-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the name of a part in a file of its own', () => {
  const next = async (names: Names, prefix = 'id-'): Promise<string | undefined> => {
    const target = await firstFree(folder, prefix, names);
    await target?.file.close();
    return target === undefined ? undefined : basename(target.path);
  };

  it('is the first that is free, and is looked for where the last one was found', async () => {
    const names: Names = new Map();
    expect(await next(new Map())).toBe('id-00000'); // another's
    expect([await next(names), await next(names)]).toEqual(['id-00001', 'id-00002']);
    rmSync(join(folder, 'id-00000'));
    expect([await next(names), await next(names, 'other-')]).toEqual(['id-00003', 'other-00000']);
  });

  it('is one of so many, and then none is looked for', async () => {
    const names: Names = new Map();
    for (let part = 0; part < 1024; part += 1) expect(await next(names)).toBeDefined();
    rmSync(join(folder, 'id-00000'));
    expect(await next(names)).toBeUndefined();
  }, 60_000);
});
