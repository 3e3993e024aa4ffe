/**
 * The gsasl authenticator, without the library: SCRAM in all its forms, and the mechanisms that need no more than a password
 * or a name (Exim spec ch. "The gsasl authenticator").
 */
import type { Later } from '../../expand/index.ts';
import { checkCondition } from '../condition.ts';
import { splitStrings, stranger } from '../strings.ts';
import type { AuthWorld, DriverStep, Instance, ServerDriver } from '../types.ts';
import { beginScram, scramOf } from './scram.ts';

export const gsasl: ServerDriver = {
  name: 'gsasl',
  spec: 'Exim spec ch. "The gsasl authenticator"',
  isServer: (instance) => {
    const name = mechanismOf(instance);
    const hasKeys = instance.option('server_password') !== undefined || instance.option('server_skey') !== undefined;
    return scramOf(name) === undefined
      ? MECHANISMS[name] !== undefined && instance.option('server_condition') !== undefined
      : hasKeys;
  },
  isAdvertised: true,
  isPossible: (instance, { tls }) =>
    scramOf(mechanismOf(instance))?.isBound !== true || tls?.exporter !== undefined || tls?.unique !== undefined,
  begin: (instance, world, initial) => {
    const name = mechanismOf(instance);
    const form = scramOf(name);
    return form === undefined
      ? MECHANISMS[name]!(instance, world, initial)
      : beginScram(form, instance, world, initial);
  },
};

const mechanismOf = ({ option, publicName }: Instance): string => (option('server_mech') ?? publicName).toUpperCase();

type Begin = (instance: Instance, world: AuthWorld, initial: Uint8Array | undefined) => Later<DriverStep>;

/** The order of strings is the library's: who it is, whom to act as, the password or realm. */
const MECHANISMS: Readonly<Record<string, Begin>> = {
  PLAIN: (instance, world, initial) =>
    asked(initial, '', world, (octets, now) => {
      const [authz, user, password] = splitStrings(octets);
      if (user === undefined || password === undefined) return FAIL;
      return checkCondition(instance, now, [user, authz!, password], UNCHECKED);
    }),
  LOGIN: (instance, world, initial) =>
    asked(initial, 'User Name', world, (user) => ({
      kind: 'challenge',
      says: Buffer.from('Password'),
      respond: (password, now) => checkCondition(instance, now, [text(user), stranger(''), text(password)], UNCHECKED),
    })),
  EXTERNAL: (instance, world, initial) =>
    asked(initial, '', world, (octets, now) => checkCondition(instance, now, [text(octets)], UNCHECKED)),
  ANONYMOUS: (instance, world, initial) =>
    asked(initial, '', world, (octets, now) => checkCondition(instance, now, [text(octets)], UNCHECKED)),
};

const UNCHECKED = { verdict: 'fail' } as const;
const FAIL: DriverStep = { kind: 'verdict', strings: [], verdict: { verdict: 'fail' } };

const text = (octets: Uint8Array) => stranger(Buffer.from(octets).toString('latin1'));

/** What came with AUTH, or the answer to a challenge. */
function asked(
  initial: Uint8Array | undefined,
  challenge: string,
  world: AuthWorld,
  next: (octets: Uint8Array, now: AuthWorld) => Later<DriverStep>,
): Later<DriverStep> {
  if (initial !== undefined) return next(initial, world);
  return {
    kind: 'challenge',
    says: Buffer.from(challenge),
    respond: next,
  };
}
