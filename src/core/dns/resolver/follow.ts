/** From a question to its answer, over CNAME and DNAME (RFC 1034 §5.3.3, RFC 6672 §3), each step judged by itself. */
import { err, ok, type Result } from '../../../base/index.ts';
import { substituteDname } from '../dnssec/alias.ts';
import { aliasWrong } from '../dnssec/findings/bogus.ts';
import { because } from '../dnssec/findings/define.ts';
import { synthesised } from '../dnssec/findings/steps.ts';
import { unsignable } from '../dnssec/findings/undecided.ts';
import { isBelow } from '../dnssec/names.ts';
import { shown } from '../dnssec/verify-rrset.ts';
import { isSubdomain } from '../name.ts';
import { decodeName } from '../name-wire.ts';
import { formatType, RR } from '../rr-types.ts';
import type { Answer, DnsError, Name, Question, Reason, ResourceRecord, Rrset, SecurityStatus } from '../types.ts';
import { type Judge, type Judgement, weakest } from './judge.ts';
import type { Response } from './sections.ts';
import type { Upstream } from './upstream.ts';
import type { ZoneLink } from './zone-trust.ts';

/** One judged step of a look-up: an alias or the end. */
export interface Step {
  readonly name: Name;
  readonly type: number;
  readonly judgement: Judgement;
  /** The RRset judged; absent for a denial. */
  readonly rrset?: Rrset;
}

/** An answer, and what was walked to judge it. */
export interface Followed {
  readonly answer: Answer;
  readonly steps: readonly Step[];
}

type Alias = Answer['aliases'][number];
type Outcome<T> = Promise<Result<T, DnsError>>;

export async function follow(
  question: Question,
  upstream: Upstream,
  judge: Judge,
  aliasHops: number,
  signal?: AbortSignal,
): Outcome<Followed> {
  const { type } = question;
  const steps: Step[] = [];
  const aliases: Alias[] = [];
  let name = question.name;
  let asked = await upstream.ask(question, signal);
  for (;;) {
    if (!asked.ok) return asked;
    const response = asked.value;
    const alias = type === RR.CNAME || type === ANY ? undefined : await takeAlias(name, type, response, judge);
    if (alias === undefined) return finish(question, name, response, judge, steps, aliases);
    if (!alias.ok) return alias;
    steps.push(alias.value.step);
    aliases.push({ from: name, to: alias.value.to, status: alias.value.step.judgement.status });
    if (aliases.length > aliasHops || question.name === alias.value.to)
      return err(endless(question, aliasHops, response));
    name = alias.value.to;
    if (!speaksOf(response, name, type)) asked = await upstream.ask({ name, type }, signal);
  }
}

const ANY = 255;

/** Does the response say what becomes of the alias's target, or has it to be asked for? */
function speaksOf(response: Response, name: Name, type: number): boolean {
  const { answer, authority, rcode } = response;
  if (rcode !== 0 || answer.rrsets.some((rrset) => rrset.name === name)) return true;
  if (dnameAbove(name, response) !== undefined) return true;
  return authority.rrsets.some((rrset) => rrset.type === RR.SOA && isSubdomain(name, rrset.name) && type !== RR.DS);
}

function dnameAbove(name: Name, { answer }: Response): Rrset | undefined {
  return answer.rrsets.find((rrset) => rrset.type === RR.DNAME && isBelow(name, rrset.name));
}

/** The CNAME at the name, or the DNAME above it; undefined where the name is no alias. */
async function takeAlias(
  name: Name,
  type: number,
  response: Response,
  judge: Judge,
): Promise<Result<{ to: Name; step: Step }, DnsError> | undefined> {
  const { answer } = response;
  const cname = answer.find(name, RR.CNAME);
  const dname = dnameAbove(name, response);
  if (answer.find(name, type) !== undefined || (cname === undefined && dname === undefined)) return undefined;
  // A synthesised CNAME is unsigned and stands for its DNAME; a signed one stands for itself (RFC 6672 §5.3.1).
  if (dname !== undefined && (cname === undefined || cname.signatures.length === 0))
    return takeDname(name, dname, cname, response, judge);
  const judgement = await judge.positive(cname!, response);
  const to = aliasTarget(cname!);
  if (!judgement.ok) return judgement;
  return to === undefined
    ? err(malformed(name, 'CNAME', response))
    : ok({ to, step: { name, type: RR.CNAME, judgement: judgement.value, rrset: cname! } });
}

/** The one name in the RDATA of a CNAME or DNAME. */
function aliasTarget({ rdatas }: Rrset): Name | undefined {
  return decodeName(rdatas[0]!)?.name;
}

async function takeDname(
  name: Name,
  dname: Rrset,
  cname: Rrset | undefined,
  response: Response,
  judge: Judge,
): Outcome<{ to: Name; step: Step }> {
  const judged = await judge.positive(dname, response);
  if (!judged.ok) return judged;
  const target = aliasTarget(dname);
  const to = target === undefined ? undefined : substituteDname(name, dname.name, target);
  if (to === undefined) return err(malformed(name, 'DNAME', response));
  const given = cname && aliasTarget(cname);
  const judgement =
    given === undefined || given === to
      ? follows(judged.value, name, to, dname)
      : differs(judged.value, name, given, to);
  return ok({ to, step: { name, type: RR.DNAME, judgement, rrset: dname } });
}

function follows(judged: Judgement, name: Name, to: Name, dname: Rrset): Judgement {
  if (judged.status !== 'secure') return judged;
  const reason = because(synthesised, `${shown(name)} becomes ${shown(to)} by the DNAME at ${shown(dname.name)}`);
  return { ...judged, reasons: [...judged.reasons, reason] };
}

function differs(judged: Judgement, name: Name, given: Name, to: Name): Judgement {
  if (judged.status !== 'secure') return judged;
  const reason = because(
    aliasWrong,
    `${shown(name)} is given as alias of ${shown(given)}, and its DNAME says ${shown(to)}`,
  );
  return { ...judged, status: 'bogus', reasons: [...judged.reasons, reason] };
}

/** The last step: the records asked for, or that there are none. */
async function finish(
  question: Question,
  name: Name,
  response: Response,
  judge: Judge,
  steps: Step[],
  aliases: readonly Alias[],
): Outcome<Followed> {
  const { type } = question;
  if (type === RR.RRSIG) return ok(signaturesOnly(question, name, response));
  const rrsets = response.answer.rrsets.filter((rrset) => rrset.name === name && (type === ANY || rrset.type === type));
  for (const rrset of rrsets) {
    const judgement = await judgeRecords(name, rrset, response, judge);
    if (!judgement.ok) return judgement;
    steps.push({ name, type: rrset.type, judgement: judgement.value, rrset });
  }
  if (rrsets.length === 0) {
    const judgement = await judge.negative(name, type, response);
    if (!judgement.ok) return judgement;
    steps.push({ name, type, judgement: judgement.value });
  }
  return ok({ answer: answerOf(question, name, response, steps, aliases, rrsets), steps });
}

/** A CNAME asked for by its type may be one that was made from a DNAME: it is unsigned, and as good as that is. */
async function judgeRecords(name: Name, rrset: Rrset, response: Response, judge: Judge): Outcome<Judgement> {
  const dname = rrset.type === RR.CNAME && rrset.signatures.length === 0 ? dnameAbove(name, response) : undefined;
  if (dname === undefined) return judge.positive(rrset, response);
  const taken = await takeDname(name, dname, rrset, response, judge);
  return taken.ok ? ok(taken.value.step.judgement) : taken;
}

function answerOf(
  question: Question,
  canonicalName: Name,
  response: Response,
  steps: readonly Step[],
  aliases: readonly Alias[],
  rrsets: readonly Rrset[],
): Answer {
  const judgements = steps.map((step) => step.judgement);
  const ttlSeconds = Math.max(0, Math.min(...judgements.map((judgement) => judgement.ttlSeconds)));
  const rcode = rrsets.length > 0 ? 0 : (judgements.at(-1)?.rcode ?? response.rcode);
  return {
    question,
    status: weakest(judgements.map((judgement) => judgement.status)),
    rcode,
    canonicalName,
    aliases,
    records: rrsets.flatMap((rrset) => recordsOf(rrset, ttlSeconds)),
    reasons: unrepeated(judgements.flatMap((judgement) => judgement.reasons)),
    ttlSeconds,
    server: response.server,
  };
}

function recordsOf(rrset: Rrset, ttlSeconds: number): ResourceRecord[] {
  const { name, type, class: klass } = rrset;
  const ttl = Math.min(rrset.ttlSeconds, ttlSeconds);
  return rrset.rdatas.map((rdata) => ({ name, type, class: klass, ttlSeconds: ttl, rdata }));
}

/** Chains of several steps share their upper links; each is told once. */
function unrepeated(reasons: readonly Reason[]): readonly Reason[] {
  const seen = new Set<string>();
  return reasons.filter(({ text }) => !seen.has(text) && seen.add(text));
}

/** RRSIG records have no signatures of their own (RFC 4035 §2.2). */
function signaturesOnly(question: Question, name: Name, response: Response): Followed {
  const records = response.message.answers.filter((record) => record.name === name && record.type === RR.RRSIG);
  const status: SecurityStatus = 'indeterminate';
  const reasons = [because(unsignable, `${shown(name)} RRSIG: signatures are not signed themselves`)];
  const { rcode, server } = response;
  const answer: Answer = {
    question,
    status,
    rcode,
    canonicalName: name,
    aliases: [],
    records,
    reasons,
    ttlSeconds: 0,
    server,
  };
  return { answer, steps: [] };
}

function endless({ name, type }: Question, aliasHops: number, { server }: Response): DnsError {
  return garbage(
    `${shown(name)} ${formatType(type)} leads over more than ${aliasHops} aliases, or in a circle`,
    server,
  );
}

function malformed(name: Name, what: string, { server }: Response): DnsError {
  return garbage(`${shown(name)} has a ${what} record whose target cannot be read or grows too long`, server);
}

function garbage(message: string, server: string): DnsError {
  return {
    code: 'dns/garbage',
    message,
    hint: "mend the zone's alias records",
    fault: 'peer',
    temporary: false,
    server,
  };
}

/** The links of all steps, each zone once, in the order walked. */
export function linksOf(steps: readonly Step[]): readonly ZoneLink[] {
  const links = new Map<Name, ZoneLink>();
  for (const link of steps.flatMap((step) => step.judgement.links ?? [])) links.set(link.zone, link);
  return [...links.values()];
}
