/** A client is told once a message why its sender cannot be verified, and the log as often (Exim spec §44.44). */
import { expect, it } from 'vitest';
import { runAcl } from '../../../src/mta/acl/index.ts';
import { clean } from '../../../src/mta/expand/index.ts';
import { tableServices } from '../../support/acl/services.ts';
import { testConfiguration, testWorld } from '../../support/acl/world.ts';

const CONFIGURATION = testConfiguration(`
begin acl
look:
  warn !verify = sender
  accept
insist:
  require verify = sender
quiet:
  require verify = sender/no_details
`);

const SETTINGS = new Map([
  ['sender', 'u@x.org'],
  ['rcpt', 'a@example.com'],
  ['verify', 'fail'],
]);

it('tells the first recipient that is refused for it, and not one that is only warned about', async () => {
  const { world, asked } = testWorld(CONFIGURATION, 'rcpt', SETTINGS, tableServices);
  const untold = async (acl: string) => (await runAcl(world, clean(acl))).senderFailure?.untold;
  expect([await untold('look'), await untold('insist'), await untold('insist')]).toEqual([false, false, true]);
  expect(asked).toEqual(['verify sender u@x.org']);
});

it('tells nobody where no_details says so', async () => {
  const { world } = testWorld(CONFIGURATION, 'rcpt', SETTINGS, tableServices);
  expect((await runAcl(world, clean('quiet'))).senderFailure).toEqual({
    ...{ address: 'u@x.org', came: 'fail', message: 'Unrouteable address', untold: true },
  });
});

it('begins anew with every message', async () => {
  const { world, facts } = testWorld(CONFIGURATION, 'rcpt', SETTINGS, tableServices);
  await runAcl(world, clean('insist'));
  facts.message = { ...facts.message! };
  expect((await runAcl(world, clean('insist'))).senderFailure?.untold).toBe(false);
});
