/** `mxray bounce parse` as a process of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { SAMPLES } from '../../core/bounce/samples.ts';
import { mxray } from '../../support/cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mxray-bounce-'));
  writeFileSync(join(folder, 'exim.eml'), SAMPLES[0]!.mail);
  writeFileSync(join(folder, 'box'), SAMPLES.map(({ mail }) => `From x\n${mail}\n`).join(''));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('bounce parse', () => {
  const ajv = new Ajv2020({ strict: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const isValid = ajv.compile(schemaFor('bounce-parse')!);
  const json = (out: string) => JSON.parse(out);

  it('tells one message', async () => {
    const ran = await mxray(['bounce', 'parse', join(folder, 'exim.eml')]);
    expect(ran).toMatchObject({ status: 0, complaint: '' });
    expect(ran.out).toContain('bob@example.net: hard 550 5.1.1 by mx.example.net');
    const told = await mxray(['bounce', 'parse', join(folder, 'exim.eml'), '--json']);
    expect(isValid(json(told.out))).toBe(true);
  });

  it('tells a mailbox, and that some of it is not known', async () => {
    const ran = await mxray(['bounce', 'parse', join(folder, 'box'), '--json']);
    expect(ran.status).toBe(3);
    expect(isValid(json(ran.out))).toBe(true);
    const { counts, messages } = json(ran.out).data;
    expect(messages.map(({ kind }: { kind: string }) => kind)).toEqual(SAMPLES.map(({ kind }) => kind));
    expect(counts.delayed).toBe(SAMPLES.filter(({ kind }) => kind === 'delayed').length);
  });

  it('tells a batch in its order', async () => {
    const lines = SAMPLES.map(({ mail }, id) => JSON.stringify({ id, message: Buffer.from(mail).toString('base64') }));
    const ran = await mxray(['bounce', 'parse', '--batch', '-'], {}, lines.join('\n'));
    const results = ran.out.trim().split('\n').map(json);
    expect(results.map(({ id, data }) => `${id} ${data.kind}`)).toEqual(SAMPLES.map(({ kind }, id) => `${id} ${kind}`));
  });

  it('says what is wrong with a file', async () => {
    const ran = await mxray(['bounce', 'parse', join(folder, 'none')]);
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.complaint).toContain('no such file');
  });
});
