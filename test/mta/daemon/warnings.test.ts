import { expect, it } from 'vitest';
import { warningsAtStart } from '../../../src/mta/daemon/warnings.ts';
import { testConfiguration } from '../../support/acl/world.ts';

const warned = (...lines: readonly string[]): readonly string[] =>
  warningsAtStart(testConfiguration(lines.join('\n'))).map(({ text, secondLine }) => `${text}${secondLine}`);

const SELF_SIGNED =
  'Warning: No server certificate defined; will use a selfsigned one.' +
  ' Suggested action: either install a certificate or change tls_advertise_hosts option';

it('a daemon warns that there is no certificate for those it offers TLS', () => {
  expect(warned('keep_environment = *')).toEqual([SELF_SIGNED]);
  expect(warned('keep_environment = *', 'tls_advertise_hosts = 10.0.0.1')).toEqual([SELF_SIGNED]);
  expect(warned('keep_environment = *', 'tls_advertise_hosts =')).toEqual([]);
  expect(warned('keep_environment = *', 'tls_certificate = /none')).toEqual([]);
});

it('and, before that, that nothing of the environment is kept', () => {
  expect(warned()).toEqual(['Warning: purging the environment. Suggested action: use keep_environment.', SELF_SIGNED]);
});
