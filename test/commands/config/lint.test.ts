/** `mxray config lint` as a process of its own. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { schemaFor } from '../../../src/ui/schema/registry.ts';
import { mxray } from '../../support/cli.ts';

const ajv = new Ajv2020({ strict: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);

const OPEN = 'acl_smtp_rcpt = c\nbegin acl\nc:\n accept\n';

const lint = (config: string, ...flags: readonly string[]) =>
  mxray(['config', 'lint', '--batch', '-', ...flags], {}, `${JSON.stringify({ config })}\n`);

it('an open relay is status 1, told with its line and as the schema says', async () => {
  const { status, out } = await lint(OPEN);
  const result = JSON.parse(out);
  expect(status).toBe(1);
  expect(result.data.remarks).toMatchObject([{ id: 'lint.relay.open', severity: 'error', line: 4, subject: 'c' }]);
  const valid = ajv.compile(schemaFor('config-lint') as object);
  expect(valid(result), JSON.stringify(valid.errors)).toBe(true);
});

it('what is only a warning is status 0, unless asked otherwise', async () => {
  const warns = 'tls_advertise_hosts =\n';
  expect((await lint(warns)).status).toBe(0);
  expect((await lint(warns, '--fail-on', 'warn')).status).toBe(1);
});

it('reads standard input', async () => {
  const { status, out } = await mxray(['config', 'lint', '-C', '-'], {}, OPEN);
  expect(status).toBe(1);
  expect(out).toContain('standard input:4');
});

it('a mistake is status 2', async () => {
  expect((await lint('no such line\n')).status).toBe(2);
});

it('explain tells of the remarks', async () => {
  const { status, out } = await mxray(['explain', 'lint.relay.open']);
  expect(status).toBe(0);
  expect(out).toContain('lint.relay.open (error)');
});
