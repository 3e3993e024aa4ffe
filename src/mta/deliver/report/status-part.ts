/** The second part of a report: fields for programs (RFC 3464), in the order in which Exim writes them. */
import { decodeXtextOctets } from '../../../core/smtp/index.ts';
import { isUnchanged, topOf } from '../plan/target.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';

export interface StatusGroup {
  readonly settled: Settled;
  readonly action: 'failed' | 'delayed' | 'delivered';
  /** Beside the host and its answer, which are taken of the outcome. */
  readonly diagnostic?: string;
}

export function statusPart({ stored, ports }: Round, groups: readonly StatusGroup[]): string {
  const { activeHostname = ports.primaryHostname } = stored.connection;
  return (
    `Reporting-MTA: dns; ${activeHostname}\n${envelopeId(stored.dsn?.envid)}\n` +
    groups.map((group) => `${groupFields(group)}\n`).join('')
  );
}

function envelopeId(envid: string | undefined): string {
  if (envid === undefined) return '';
  if (!decodeXtextOctets(envid).ok) return 'X-Original-Envelope-ID: error decoding xtext formatted ENVID\n';
  return `Original-Envelope-ID: ${envid}\n`;
}

/** All that Exim tells. */
export const statusOf = (action: StatusGroup['action']): string => STATUS[action];

const STATUS = { failed: '5.0.0', delayed: '4.0.0', delivered: '2.0.0' } as const;

function groupFields({ settled, action, diagnostic }: StatusGroup): string {
  const { target, outcome } = settled;
  const { orcpt } = isUnchanged(target) ? target.recipient : {};
  const host = outcome?.host;
  return [
    ...(orcpt === undefined ? [] : [`Original-Recipient: ${orcpt}`]),
    `Action: ${action}`,
    `Final-Recipient: rfc822;${topOf(target)}`,
    `Status: ${STATUS[action]}`,
    ...(host === undefined ? [] : [`Remote-MTA: dns; ${host.name}`]),
    ...(diagnostic !== undefined ? [`Diagnostic-Code: ${diagnostic}`] : smtpDiagnostic(settled)),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** Fields are cut there. */
const MAX_DIAGNOSTIC = 928;

/** What the other side said, behind what it was said to; that time is over is nothing it said. */
function smtpDiagnostic({ outcome, userText }: Settled): readonly string[] {
  if (outcome?.host === undefined || userText === undefined) return [];
  if (outcome.userText === undefined && outcome.reply === undefined) return [];
  const at = userText.indexOf(': ');
  const said = at < 0 ? userText : userText.slice(at + 2);
  const cut = said.length > MAX_DIAGNOSTIC ? `${said.slice(0, MAX_DIAGNOSTIC)}[truncated]` : said;
  return [`Diagnostic-Code: smtp; ${cut.replace(/\n|\\n/g, '\n ')}`];
}
