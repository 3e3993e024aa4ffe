/** What is to be said of one address: a list of questions to what was seen, each with its own answer. */
import type { Finding, FindingDef } from '../../base/index.ts';
import * as behaviour from './findings/behaviour.ts';
import { say } from './findings/define.ts';
import * as reach from './findings/reach.ts';
import { judgeCertificates } from './judge-certificates.ts';
import { judgeOffers } from './judge-offers.ts';
import type { Judged } from './judged.ts';
import { isPostQuantum } from './registry/groups.ts';
import type { AddressSurvey } from './types.ts';

export function judgeAddress(judged: Judged): readonly Finding[] {
  const { survey, scope } = judged;
  const failure = REACH[survey.reached];
  const said = failure === undefined ? [] : [say(failure, { scope, ...detailOf(survey) })];
  if (failure !== undefined && survey.versions.length === 0) return said;
  return [...said, ...RULES.flatMap((rule) => rule(judged)), ...stopped(judged)];
}

const REACH: Readonly<Record<AddressSurvey['reached'], FindingDef | undefined>> = {
  tls: undefined,
  'no-starttls': reach.noStartTls,
  'starttls-refused': reach.startTlsRefused,
  'greeting-refused': reach.refused,
  'protocol-error': reach.protocolError,
  unreachable: reach.unreachable,
  timeout: reach.unreachable,
  'no-tls': reach.notTls,
};

const detailOf = ({ detail }: AddressSurvey): { readonly detail?: string } => (detail === undefined ? {} : { detail });

type Rule = (judged: Judged) => readonly Finding[];

/** Many make clients wait some seconds; more is worth a word. */
const SLOW_GREETING_MS = 5000;

const greeting: Rule = ({ survey: { greetingMs }, scope }) =>
  greetingMs === undefined || greetingMs < SLOW_GREETING_MS
    ? []
    : [say(reach.slowGreeting, { scope, detail: `${(greetingMs / 1000).toFixed(1)} s` })];

const injection: Rule = ({ survey, scope }) => (survey.injection === 'yes' ? [say(reach.injection, { scope })] : []);

const handshake: Rule = ({ survey, scope }) => {
  const { handshakeFailure: detail } = survey;
  if (detail === undefined) return [];
  const severity = isBeyondUs(survey) ? 'unknown' : reach.handshakeFails.severity;
  return [say(reach.handshakeFails, { scope, detail, severity })];
};

/** Post-quantum groups alone: the OpenSSL in older Nodes has none, so that the handshake fails for our own want of them. */
function isBeyondUs({ groups }: AddressSurvey): boolean {
  const names = groups.flatMap((report) => report.groups);
  return names.length > 0 && names.every((name) => isPostQuantum(name));
}

const features: Rule = ({ survey: { features }, scope }) => [
  ...(features.secureRenegotiation === 'no' ? [say(behaviour.noSecureRenegotiation, { scope })] : []),
  ...(features.compression === 'yes' ? [say(behaviour.compression, { scope })] : []),
  ...(features.extendedMasterSecret === 'no' ? [say(behaviour.noExtendedMasterSecret, { scope })] : []),
  ...(features.fallbackScsv === 'no' ? [say(behaviour.noFallbackScsv, { scope })] : []),
  ...(features.downgradeSentinel === 'no' ? [say(behaviour.noSentinel, { scope })] : []),
  ...(features.heartbeat === 'yes' ? [say(behaviour.heartbeat, { scope })] : []),
];

const sessions: Rule = ({ survey: { resumption, alpn }, scope }) => [
  ...(resumption.length > 0 && resumption.every(({ resumed }) => resumed === 'no')
    ? [say(behaviour.noResumption, { scope })]
    : []),
  ...(alpn?.stranger === 'selected' ? [say(behaviour.alpnSelected, { scope })] : []),
];

const earlyData: Rule = ({ survey: { resumption }, scope }) =>
  resumption.flatMap(({ earlyDataBytes }) =>
    earlyDataBytes === undefined ? [] : [say(behaviour.earlyData, { scope, detail: `${earlyDataBytes} octets` })],
  );

const withoutName: Rule = ({ survey: { withoutName: seen }, scope }) => {
  const def =
    seen &&
    { nothing: behaviour.needsName, other: behaviour.otherWithoutName, same: undefined, unknown: undefined }[
      seen.shown
    ];
  return def === undefined ? [] : [say(def, { scope, ...(seen?.detail !== undefined && { detail: seen.detail }) })];
};

const tolerance: Rule = ({ survey, scope }) =>
  survey.tolerance
    .filter(({ outcome }) => outcome === 'fails')
    .map(({ hello, detail }) => say(behaviour.intolerant, { scope, detail: `${hello}: ${detail}` }));

/** What could not be asked is not known, and never good. */
function stopped({ survey, scope }: Judged): readonly Finding[] {
  if (survey.stopped !== undefined) return [say(reach.stopped, { scope, detail: survey.stopped })];
  const silent = survey.versions.filter(({ offered }) => offered === 'unknown');
  const cut = survey.suites.filter(({ complete }) => !complete).map(({ version }) => version);
  if (silent.length === 0 && cut.length > 0)
    return [say(reach.stopped, { scope, title: 'Not all suites could be asked for', detail: cut.join(', ') })];
  if (silent.length === 0) return [];
  const detail = silent.map(({ version, detail: why }) => `${version}: ${why}`).join('; ');
  return [say(reach.stopped, { scope, title: 'Some versions could not be asked for', detail })];
}

const RULES: readonly Rule[] = [
  handshake,
  judgeOffers,
  judgeCertificates,
  greeting,
  injection,
  features,
  sessions,
  earlyData,
  withoutName,
  tolerance,
];
