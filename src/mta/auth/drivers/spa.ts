/** NTLM, which Exim calls SPA (secure password authentication): a challenge, and what only who knows the password makes of it. */
import { after, expandOption, type Later } from '../../expand/index.ts';
import { checkCondition, failureVerdict } from '../condition.ts';
import { challengeMessage, readAuthenticate } from '../ntlm/messages.ts';
import { isRightResponse } from '../ntlm/response.ts';
import { stranger, withStrings } from '../strings.ts';
import type { AuthWorld, DriverStep, Instance, ServerDriver } from '../types.ts';

export const spa: ServerDriver = {
  name: 'spa',
  spec: 'Exim spec ch. "The spa authenticator"; [MS-NLMP]',
  isServer: ({ option }) => option('server_password') !== undefined,
  isAdvertised: true,
  takesAnything: true,
  begin: (instance, world, initial) =>
    initial === undefined
      ? {
          kind: 'challenge',
          says: 'NTLM supported', // in clear, as [MS-SMTPNTLM] §2.2.1.2 has it
          respond: (response, now) => challenge(instance, now, response),
        }
      : challenge(instance, world, initial),
};

const CHALLENGE_OCTETS = 8;
const FAIL: DriverStep = { kind: 'verdict', strings: [], verdict: { verdict: 'fail' } };

/** The NEGOTIATE is not looked at, as Exim does not, but to see that there is something. */
function challenge(instance: Instance, world: AuthWorld, negotiate: Uint8Array): DriverStep {
  if (negotiate.length === 0) return FAIL;
  const octets = world.host.random.bytes(CHALLENGE_OCTETS);
  return {
    kind: 'challenge',
    says: challengeMessage(octets),
    respond: (response, now) => verify(instance, now, octets, response),
  };
}

function verify(instance: Instance, world: AuthWorld, octets: Uint8Array, response: Uint8Array): Later<DriverStep> {
  const claim = readAuthenticate(response);
  if (claim === undefined) return FAIL;
  const strings = [stranger(Buffer.from(claim.user, 'utf8').toString('latin1'))];
  const host = withStrings(world.host, strings);
  return after(expandOption(instance.option('server_password')!, host), (password): Later<DriverStep> => {
    if (password.kind !== 'text') return { kind: 'verdict', strings, verdict: failureVerdict(password) };
    const text = Buffer.from(password.text, 'latin1').toString('utf8');
    if (!isRightResponse(claim, octets, text)) return { kind: 'verdict', strings, verdict: { verdict: 'fail' } };
    return checkCondition(instance, world, strings);
  });
}
