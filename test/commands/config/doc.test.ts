/** `mxray config doc` as a process of its own. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';

const ajv = new Ajv2020({ strict: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

it('shows every meaning of a name', async () => {
  const { status, out } = await mxray(['config', 'doc', 'hosts']);
  expect(status).toBe(0);
  expect(out).toContain('hosts  option of transport smtp');
  expect(out).toContain('hosts  ACL condition');
});

it('answers with data as its schema says', async () => {
  const { status, out } = await mxray(['config', 'doc', 'acl_smtp_rcpt', '--json']);
  const result = JSON.parse(out);
  expect(status).toBe(0);
  expect(result.data.words).toMatchObject([{ name: 'acl_smtp_rcpt', scope: 'main', type: 'string', expanded: true }]);
  const valid = ajv.compile(schemaFor('config-doc') as object);
  expect(valid(result), JSON.stringify(valid.errors)).toBe(true);
});

it('names what is near where there is no such word', async () => {
  const { status, complaint } = await mxray(['config', 'doc', 'smtp_baner']);
  expect(status).toBe(2);
  expect(complaint).toContain('did you mean smtp_banner');
});

it('lists a scope, and every line of a batch by itself', async () => {
  expect((await mxray(['config', 'doc', '--list', 'redirect'])).out).toMatch(/^allow_fail +option of router redirect/m);
  const { status, out } = await mxray(['config', 'doc', '--batch', '-'], {}, '{"name":"deny"}\n{"name":"denny"}\n');
  expect(status).toBe(2);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).exit),
  ).toEqual([0, 2]);
});
