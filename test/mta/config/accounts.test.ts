import { expect, it } from 'vitest';
import { accountsNamed, configCheckReport, missingAccounts } from '../../../src/mta/config/index.ts';

const TEXT = `never_users = root : no-such-user : 33
trusted_groups = no-such-group
begin routers
r:
  driver = redirect
  data = $local_part
  user = no-such-user
  owners = $local_part
`;

it('names the users and groups of options, but no numbers, and nothing that is expanded', () => {
  const named = accountsNamed({ text: TEXT }, {}).map(({ kind, name, place }) => `${place.line} ${kind} ${name}`);
  expect(named).toEqual(['1 user root', '1 user no-such-user', '2 group no-such-group', '7 user no-such-user']);
});

it('asks the system which there are, and warns of the others', async () => {
  const missing = await missingAccounts(accountsNamed({ text: TEXT }, {}));
  expect(missing.map(({ name }) => name)).toEqual(['no-such-user', 'no-such-group', 'no-such-user']);
  const { data, findings } = configCheckReport({ text: TEXT }, {}, missing);
  expect(data.valid).toBe(true);
  expect(data.problems.map(({ line, code, severity }) => [line, code, severity])).toEqual([
    [1, 'account', 'warning'],
    [2, 'account', 'warning'],
    [7, 'account', 'warning'],
  ]);
  expect(findings.map(({ id }) => id)).toContain('config.account');
});

it('asks nobody where nothing is named', async () => {
  expect(await missingAccounts([])).toEqual([]);
});
