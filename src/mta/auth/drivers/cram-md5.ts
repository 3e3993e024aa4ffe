/** CRAM-MD5 (RFC 2195): the client proves that it knows a password by a digest over our challenge. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { after, expandOption, type Later } from '../../expand/index.ts';
import { checkCondition, failureVerdict } from '../condition.ts';
import { stranger, withStrings } from '../strings.ts';
import type { AuthWorld, DriverStep, Instance, ServerDriver } from '../types.ts';

export const cramMd5: ServerDriver = {
  name: 'cram_md5',
  spec: 'RFC 2195 §2',
  isServer: ({ option }) => option('server_secret') !== undefined,
  isAdvertised: true,
  begin: (instance, world, initial) => {
    if (initial !== undefined) return { kind: 'verdict', strings: [], verdict: { verdict: 'unexpected' } };
    return after(world.host.variable('primary_hostname'), (name): DriverStep => {
      const hostname = typeof name === 'object' ? name.text : (name ?? 'localhost');
      const challenge = `<${challengeNumber(world)}.${Math.floor(world.host.clock.now().getTime() / 1000)}@${hostname}>`;
      return {
        kind: 'challenge',
        says: Buffer.from(challenge, 'latin1'),
        respond: (response, now) => verify(instance, now, challenge, response),
      };
    });
  },
};

/** RFC 2195 §2: never the same twice. */
const challengeNumber = ({ host }: AuthWorld): string => Buffer.from(host.random.bytes(8)).readBigUInt64BE().toString();

/** `user digest`, the digest 32 hexadecimal digits. */
function verify(instance: Instance, world: AuthWorld, challenge: string, response: Uint8Array): Later<DriverStep> {
  const text = Buffer.from(response).toString('latin1');
  const user = /^[^\s\0]*/.exec(text)![0];
  const strings = [stranger(user)];
  const digest = text.slice(user.length);
  if (!/^\s[0-9a-fA-F]{32}$/.test(digest)) return { kind: 'verdict', strings, verdict: { verdict: 'fail' } };
  const host = withStrings(world.host, strings);
  return after(expandOption(instance.option('server_secret') ?? '', host), (secret): Later<DriverStep> => {
    if (secret.kind !== 'text') return { kind: 'verdict', strings, verdict: failureVerdict(secret) };
    const right = createHmac('md5', Buffer.from(secret.text, 'latin1')).update(challenge, 'latin1').digest();
    if (!timingSafeEqual(right, Buffer.from(digest.slice(1), 'hex')))
      return { kind: 'verdict', strings, verdict: { verdict: 'fail' } };
    return checkCondition(instance, world, strings);
  });
}
