/** Conditions and modifiers. To add one: a row; the engine finds its behaviour by the name. */
import { ACL_PHASES, type AclPhase } from './phases.ts';

export interface AclClauseRow {
  readonly name: string;
  readonly kind: 'condition' | 'modifier';
  /** Where it may stand; absent: anywhere. */
  readonly only?: readonly AclPhase[];
}

const NOT_SMTP: readonly AclPhase[] = ['not-smtp-start', 'not-smtp-mime', 'not-smtp'];
const RECEIVED: readonly AclPhase[] = ['data', 'prdr', 'not-smtp'];

const except = (...phases: readonly AclPhase[]): readonly AclPhase[] =>
  (Object.keys(ACL_PHASES) as AclPhase[]).filter((phase) => !phases.includes(phase));

const SENDER_KNOWN = except('auth', 'connect', 'helo', 'mailauth', 'quit', 'etrn', 'expn', 'starttls', 'vrfy');

const condition = (name: string, only?: readonly AclPhase[]): AclClauseRow => row('condition', name, only);
const modifier = (name: string, only?: readonly AclPhase[]): AclClauseRow => row('modifier', name, only);

const row = (kind: AclClauseRow['kind'], name: string, only: readonly AclPhase[] | undefined): AclClauseRow => ({
  name,
  kind,
  ...(only !== undefined && { only }),
});

const ROWS: readonly AclClauseRow[] = [
  condition('acl'),
  condition('atrn_domains', ['atrn']),
  condition('authenticated', except('connect', 'helo', ...NOT_SMTP)),
  condition('condition'),
  condition('dcc', RECEIVED),
  condition('decode', ['mime', 'not-smtp-mime']),
  condition('dkim_signers', ['dkim']),
  condition('dkim_status', ['dkim', 'data', 'prdr', 'mime']),
  condition('dmarc_status', ['data']),
  condition('dnslists', except('not-smtp-start')),
  condition('domains', ['rcpt', 'vrfy', 'prdr']),
  condition('encrypted', except('connect', ...NOT_SMTP)),
  condition('hosts', except(...NOT_SMTP)),
  condition('local_parts', ['rcpt', 'vrfy', 'prdr']),
  condition('malware', RECEIVED),
  condition('mime_regex', ['mime', 'not-smtp-mime']),
  condition('ratelimit'),
  condition('recipients', ['rcpt']),
  condition('regex', [...RECEIVED, 'mime', 'not-smtp-mime']),
  condition('seen'),
  condition('sender_domains', SENDER_KNOWN),
  condition('senders', SENDER_KNOWN),
  condition('spam', RECEIVED),
  condition('spf', except('auth', 'connect', 'helo', 'mailauth', 'etrn', 'expn', 'starttls', 'vrfy', ...NOT_SMTP)),
  condition(
    'spf_guess',
    except('auth', 'connect', 'helo', 'mailauth', 'etrn', 'expn', 'starttls', 'vrfy', ...NOT_SMTP),
  ),
  condition('verify'),
  modifier('add_header', except('auth', 'connect', 'helo', 'mailauth', 'quit', 'etrn', 'expn', 'starttls', 'vrfy')),
  modifier('bmi_optin'),
  modifier('continue'),
  modifier('control'),
  modifier('delay', except('notquit')),
  modifier('endpass'),
  modifier('log_message'),
  modifier('log_reject_target'),
  modifier('logwrite'),
  modifier('message'),
  modifier('queue', except('data', 'prdr', ...NOT_SMTP)),
  modifier('remove_header', except('auth', 'connect', 'helo', 'mailauth', 'quit', 'etrn', 'expn', 'starttls', 'vrfy')),
  modifier('set'),
  modifier('udpsend'),
];

export const ACL_CLAUSES: ReadonlyMap<string, AclClauseRow> = new Map(ROWS.map((one) => [one.name, one]));
