/** Routers that are not for every purpose: verification, tests of addresses, EXPN. */
import { flag, lastFlag } from '../settings.ts';
import { type Precondition, skip } from './types.ts';

export const verifyOnly: Precondition = {
  options: ['verify_only'],
  check: ({ router, world: { purpose } }) =>
    flag(router, 'verify_only') && !purpose.startsWith('verify-')
      ? skip('verify_only', 'this is no verification')
      : undefined,
};

export const addressTest: Precondition = {
  options: ['address_test'],
  check: ({ router, world: { purpose } }) =>
    purpose === 'address-test' && !flag(router, 'address_test', true)
      ? skip('address_test', 'an address is being tested')
      : undefined,
};

export const verifies: Precondition = {
  options: ['verify_sender', 'verify_recipient'],
  check: ({ router, world: { purpose } }) => {
    if (!purpose.startsWith('verify-')) return undefined;
    const option = purpose === 'verify-sender' ? 'verify_sender' : 'verify_recipient';
    return lastFlag(router, [option, 'verify'], true)
      ? undefined
      : skip(option, `a ${purpose.slice('verify-'.length)} is being verified`);
  },
};

export const expn: Precondition = {
  options: ['expn'],
  check: ({ router, world: { purpose } }) =>
    purpose === 'expn' && !flag(router, 'expn', true) ? skip('expn', 'an address is being expanded') : undefined,
};
