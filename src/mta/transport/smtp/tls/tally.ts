/** Sessions counted for reports on TLS (RFC 8460 §4): a hint for each day and domain, which all processes add to. */
import { formatTlsa } from '../../../../core/dane/index.ts';
import {
  counted,
  type DayTally,
  type Session,
  type SessionFailure,
  type SessionPolicy,
} from '../../../../core/tlsrpt/index.ts';
import { ERRNO } from '../../../retry/index.ts';
import type { TransportWorld } from '../../types.ts';
import type { HostFacts } from '../host-facts.ts';
import type { Judged } from '../judge.ts';
import type { Recipe } from '../recipe.ts';
import type { HostTrouble, TlsFault } from '../trouble.ts';
import type { TlsPolicy } from './policy.ts';

/** Beyond the day itself: until then it has been sent, or nobody will take it. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** A connection that came to an end before TLS was decided, or on which nobody wanted it, tells nothing. */
export async function tallyConnection(
  world: TransportWorld,
  { facts, plan, tls }: Recipe,
  { trouble }: Judged,
  isSecure: boolean | undefined,
): Promise<void> {
  if (plan.tls === 'never' || plan.tls === 'neither') return;
  const resultType = resultOf(facts, trouble, isSecure);
  if (resultType === undefined) return;
  const policy = policyOf(facts, tls);
  await tally(world, facts, {
    policy,
    ...(resultType !== 'successful' && { failure: failureOf(facts, { resultType }) }),
  });
}

/** DANE or a policy kept us from connecting. */
export const tallyRefusal = (world: TransportWorld, facts: HostFacts, fault: TlsFault): Promise<void> =>
  tally(world, facts, {
    policy: {
      type: fault.by,
      domain: fault.by === 'sts' ? reportDomain(facts) : facts.target.name,
      strings: [],
      mxHosts: [],
    },
    failure: failureOf(facts, fault),
  });

async function tally(world: TransportWorld, facts: HostFacts, session: Session): Promise<void> {
  const now = world.clock.now();
  const key = `${now.toISOString().slice(0, 10)} ${reportDomain(facts)}`;
  const expiresAtMs = now.getTime() + KEPT_MS;
  await world
    .hints<DayTally>('tlsrpt')
    .update(key, (before) => ({ value: counted(before?.value, session), expiresAtMs }));
}

/** Who is told: the domain whose mail it was. */
const reportDomain = ({ target: { name, nextHop = name } }: HostFacts): string => nextHop;

/** Undefined: there is nothing to say. */
function resultOf(
  { certificateFault }: HostFacts,
  trouble: HostTrouble | undefined,
  isSecure: boolean | undefined,
): SessionFailure['resultType'] | 'successful' | undefined {
  if (trouble?.errno === ERRNO.tlsFailed) return certificateFault ?? 'validation-failure';
  if (trouble?.errno === ERRNO.tlsRequired) return 'starttls-not-supported';
  if (isSecure === undefined) return undefined;
  return isSecure ? (certificateFault ?? 'successful') : 'starttls-not-supported';
}

function policyOf(facts: HostFacts, { dane, sts }: TlsPolicy): SessionPolicy {
  if (dane !== undefined)
    return { type: 'tlsa', domain: dane.base, strings: dane.records.map(formatTlsa), mxHosts: [] };
  if (sts !== undefined) return { type: 'sts', domain: sts.domain, strings: sts.lines, mxHosts: sts.patterns };
  return { type: 'no-policy-found', domain: reportDomain(facts), strings: [], mxHosts: [] };
}

const failureOf = (
  { target, interface: own }: HostFacts,
  { resultType, reasonCode }: Pick<SessionFailure, 'resultType' | 'reasonCode'>,
): SessionFailure => ({
  resultType,
  ...(own !== undefined && { sendingMtaIp: own.address }),
  receivingMxHostname: target.name,
  receivingIp: target.address,
  ...(reasonCode !== undefined && { reasonCode }),
});
