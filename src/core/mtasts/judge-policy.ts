/** What the policy gives rise to say: how it came, how it is written, what it asks for. */
import type { Finding, FindingDef, Scope } from '../../base/index.ts';
import { say } from './findings/define.ts';
import * as rows from './findings/policy.ts';
import { isPlainText } from './policy/fetch.ts';
import { coveringPattern } from './policy/mx-pattern.ts';
import type { FetchOutcome, MtaStsCheckData, PolicyReport } from './types.ts';

const WEEK_SECONDS = 7 * 86_400;
const SOON_MS = 7 * 86_400_000;

export function judgePolicy(data: MtaStsCheckData, now: Date): readonly Finding[] {
  const { domain, policy, record } = data;
  if (policy === undefined) return [];
  // Nobody asks for the policy of a domain without a record; one that is there all the same is told by judge-record.ts.
  if (record.outcome === 'none' && policy.source === 'https' && policy.valid !== true) return [];
  const scope = { domain };
  return [
    ...cameFindings(policy, scope),
    ...certificateFindings(policy, now),
    ...(policy.faults ?? []).map(({ code, detail }) => say(rows.FAULT_ROWS[code], { scope, detail })),
    ...(policy.valid === true ? contentFindings(data, policy, scope) : []),
  ];
}

const CAME: Readonly<Record<FetchOutcome, FindingDef>> = {
  ok: rows.policyFetched,
  'no-host': rows.policyNoHost,
  untrusted: rows.policyUntrusted,
  redirect: rows.policyRedirect,
  'http-status': rows.policyStatus,
  'too-large': rows.policyTooLarge,
  'not-https': rows.policyBroken,
  unreachable: rows.policyUnreachable,
};

function cameFindings(policy: PolicyReport, scope: Scope): readonly Finding[] {
  const { source, outcome, url, mediaType, alias } = policy;
  if (source === 'given') return [];
  const isTyped = outcome !== 'ok' || isPlainText(mediaType);
  const came = say(CAME[outcome], { scope, detail: whatCame(policy) ?? url });
  return [
    ...(isTyped ? [came] : [say(rows.policyMediaType, { scope, detail: mediaType ?? 'there is no Content-Type' })]),
    ...(alias === undefined ? [] : [say(rows.policyAlias, { scope, detail: `it leads to ${alias}` })]),
  ];
}

/** Of a certificate that is refused our own words say more than those of the fetch. */
function whatCame({ outcome, detail, certificates = [] }: PolicyReport): string | undefined {
  if (outcome !== 'untrusted') return detail;
  const refused = certificates.flatMap(({ keys }) => keys.filter(({ valid }) => valid === false));
  const why = [...new Set(refused.map((key) => key.detail))].filter((text) => text !== undefined);
  return why.length === 0 ? detail : why.join('; ');
}

function certificateFindings({ certificates = [], outcome }: PolicyReport, now: Date): readonly Finding[] {
  return certificates.flatMap(({ ip, keys }) =>
    keys.flatMap(({ valid, detail, notAfter, subject }) => {
      const scope = { ip, port: 443 };
      // What was fetched by way of one address may be refused at another.
      if (valid === false && outcome === 'ok') return [say(rows.policyUntrusted, { scope, detail: detail! })];
      if (valid !== true || Date.parse(notAfter!) - now.getTime() > SOON_MS) return [];
      return [say(rows.policyCertificateEnds, { scope, detail: `${subject} ends ${notAfter!.slice(0, 10)}` })];
    }),
  );
}

function contentFindings({ hosts }: MtaStsCheckData, policy: PolicyReport, scope: Scope): readonly Finding[] {
  const { mode, extensions, mx = [] } = policy;
  const modes = { enforce: rows.policyEnforce, testing: rows.policyTesting, none: rows.policyModeNone };
  const idle = mx.filter((pattern) => !hosts.some(({ name }) => coveringPattern([pattern], name) !== undefined));
  return [
    say(modes[mode!], { scope, detail: `mode: ${mode}` }),
    ...(mode === 'none' ? [] : ageFindings(policy, scope)),
    ...(extensions === undefined || extensions.length === 0
      ? []
      : [say(rows.policyExtension, { scope, detail: extensions.join(', ') })]),
    ...(mode === 'none' || hosts.length === 0
      ? []
      : idle.map((pattern) => say(rows.patternIdle, { scope, detail: `mx: ${pattern}` }))),
  ];
}

function ageFindings({ maxAgeSeconds = 0, mode }: PolicyReport, scope: Scope): readonly Finding[] {
  if (maxAgeSeconds >= WEEK_SECONDS) return [];
  const detail = `max_age: ${maxAgeSeconds}`;
  if (maxAgeSeconds === 0) return [say(rows.policyNoAge, { scope, detail })];
  // While one is trying, it is well to keep it short.
  return [say(rows.policyShortAge, { scope, detail, ...(mode === 'testing' && { severity: 'info' as const }) })];
}
