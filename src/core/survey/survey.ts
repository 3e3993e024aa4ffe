/** A whole survey: every address of the host. */
import { createLimit, type Finding, type Report } from '../../base/index.ts';
import { say } from './findings/define.ts';
import { stopped } from './findings/reach.ts';
import { judgeAddress } from './judge.ts';
import { type SurveyOptions, type SurveyPorts, surveyAddress } from './survey-address.ts';
import type { AddressSurvey, SurveyData } from './types.ts';

/** Addresses looked at; each is a server of its own. */
export const MAX_ADDRESSES = 8;

/** Addresses under way together. */
const AT_ONCE = 3;

/**
 * @param addresses  at least one; those beyond `MAX_ADDRESSES` are left out
 * @returns findings by address, in the order given
 */
export async function survey(
  host: string,
  addresses: readonly string[],
  options: SurveyOptions,
  ports: SurveyPorts,
): Promise<Report<SurveyData>> {
  const inTurn = createLimit(AT_ONCE);
  const surveys: readonly AddressSurvey[] = await Promise.all(
    addresses.slice(0, MAX_ADDRESSES).map((ip) => inTurn(() => surveyAddress(ip, options, ports))),
  );
  const { port, protocol } = options;
  const findings: Finding[] = surveys.flatMap((one) =>
    judgeAddress({ survey: one, protocol, scope: { host, ip: one.ip, port }, at: ports.clock.now() }),
  );
  const left = addresses.slice(MAX_ADDRESSES);
  if (left.length > 0) {
    const detail = `${left.join(', ')}: only the first ${MAX_ADDRESSES} are looked at`;
    findings.push(say(stopped, { scope: { host, port }, title: 'Not every address was looked at', detail }));
  }
  return { findings, data: { host, port, protocol, addresses: surveys } };
}
