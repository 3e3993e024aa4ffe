/** From reactions to a table and to what is said of the server. */
import { type Finding, type Report, type Scope, toBase64 } from '../../../base/index.ts';
import * as rows from '../findings/battery.ts';
import { say } from '../findings/define.ts';
import { shownClientIn } from '../shown-client.ts';
import { nothing } from './cases/none.ts';
import type { Tried } from './run.ts';
import type { Expectation, Group, Judgement, ReactionKind } from './types.ts';

export type Asked = 'required' | 'optional' | 'not-read' | 'unclear';

export interface BatteryData {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  /** Of headers; absent where the cases that show it were left out. */
  readonly headers?: Asked;
  readonly cases: readonly CaseReport[];
}

export interface CaseReport {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly clause: string;
  /** What was sent, base64, and in how many pieces. */
  readonly bytes: string;
  readonly pieces: number;
  readonly expected: Expectation;
  readonly reaction: ReactionKind;
  readonly stage: 'banner' | 'ehlo';
  readonly afterMs: number;
  readonly said: readonly string[];
  /** The client by what the server said, where it names one. */
  readonly shownClient?: string;
  readonly judgement: Judgement;
}

export interface BatteryServer {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

export function batteryReport(tried: readonly Tried[], server: BatteryServer): Report<BatteryData> {
  const headers = askedFor(tried);
  const scope: Scope = { host: server.host, ip: server.address, port: server.port };
  const cases = tried.map(caseReport);
  const isRead = headers !== 'not-read' && headers !== 'unclear';
  const findings = [
    ...(headers === undefined ? [] : [say(ASKED[headers], { scope })]),
    ...tried.flatMap((one, i) => [...caseFindings(one, cases[i]!, isRead, scope)]),
  ];
  return { findings, data: { ...server, ...(headers !== undefined && { headers }), cases } };
}

const ASKED = {
  required: rows.requiresHeader,
  optional: rows.optionalHeader,
  'not-read': rows.noHeader,
  unclear: rows.headerUnclear,
} as const;

/** By the client that says nothing and those with a plain header. */
function askedFor(tried: readonly Tried[]): Asked | undefined {
  const without = tried.find(({ test }) => test.id === nothing.id);
  const plain = tried.filter(({ test }) => test.id === 'v1-tcp4' || test.id === 'v2-tcp4');
  if (without === undefined || plain.length === 0) return undefined;
  const takesPlain = plain.some(({ reaction }) => reaction.kind === 'accepted');
  if (without.reaction.kind === 'accepted') return takesPlain ? 'optional' : 'not-read';
  return takesPlain ? 'required' : 'unclear';
}

function caseReport(tried: Tried): CaseReport {
  const { id, group, title, clause, pieces, expected } = tried.test;
  const { kind, stage, afterMs, said } = tried.reaction;
  const shownClient = shownClientIn(said.slice(1).join(' '));
  return {
    id,
    group,
    title,
    clause,
    bytes: toBase64(Buffer.concat(pieces)),
    pieces: pieces.length,
    expected,
    reaction: kind,
    stage,
    afterMs,
    said,
    ...(shownClient !== undefined && { shownClient }),
    judgement: judge(tried, shownClient),
  };
}

function judge({ test, reaction }: Tried, shownClient: string | undefined): Judgement {
  if (reaction.kind === 'unreached') return 'undecided';
  const isAccepted = reaction.kind === 'accepted';
  if (isAccepted && test.decoy !== undefined && test.decoy === shownClient) return 'believed-decoy';
  if (test.expected === 'either') return 'free';
  if (test.expected === 'accept') return isAccepted ? 'as-expected' : 'too-strict';
  return isAccepted ? 'too-lax' : 'as-expected';
}

function* caseFindings(
  { test, reaction }: Tried,
  report: CaseReport,
  isRead: boolean,
  scope: Scope,
): Generator<Finding> {
  const { judgement, shownClient } = report;
  const detail = `${test.title} (${test.id}): ${describe(reaction.kind, report)}`;
  const evidence = { case: test.id };
  const told = { scope, detail, evidence };
  if (judgement === 'undecided') yield say(rows.unreached, told);
  if (judgement === 'believed-decoy')
    yield say(rows.decoyBelieved, { ...told, detail: `${detail}, shown as ${shownClient}` });
  if (!isRead) return;
  if (judgement === 'too-lax' && test.id !== nothing.id) yield say(rows.tooLax, { ...told, severity: test.severity });
  if (judgement === 'too-strict')
    yield say(test.group === 'split' ? rows.splitRefused : rows.tooStrict, { ...told, severity: test.severity });
  if (
    reaction.kind === 'accepted' &&
    test.claims !== undefined &&
    shownClient !== undefined &&
    shownClient !== test.claims
  )
    yield say(rows.addressMissed, { ...told, detail: `${detail}, shown as ${shownClient}` });
  if (reaction.kind === 'silent' && test.expected === 'refuse') yield say(rows.stillWaiting, told);
}

const WORDS: Readonly<Record<ReactionKind, string>> = {
  accepted: 'accepted',
  refused: 'refused',
  closed: 'the connection was closed',
  silent: 'no answer',
  garbled: 'the answer is no SMTP',
  unreached: 'no connection',
};

function describe(kind: ReactionKind, { said, afterMs }: CaseReport): string {
  const words = kind === 'refused' || kind === 'unreached' || kind === 'garbled' ? said.at(-1) : undefined;
  return `${WORDS[kind]} after ${afterMs} ms${words === undefined ? '' : `: ${words}`}`;
}
