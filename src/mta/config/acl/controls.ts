/** What `control =` may say, by the word before the first `/`. */
import { ACL_PHASES, type AclPhase } from './phases.ts';

export interface AclControlRow {
  readonly name: string;
  /** Where it may stand; absent: anywhere. */
  readonly only?: readonly AclPhase[];
}

const NOT_SMTP: readonly AclPhase[] = ['not-smtp-start', 'not-smtp-mime', 'not-smtp'];
const RECEIVING: readonly AclPhase[] = ['mail', 'rcpt', 'predata', 'data', 'mime', 'prdr', 'not-smtp', 'not-smtp-mime'];

const except = (...phases: readonly AclPhase[]): readonly AclPhase[] =>
  (Object.keys(ACL_PHASES) as AclPhase[]).filter((phase) => !phases.includes(phase));

const SMTP = except(...NOT_SMTP);
const BEFORE_DATA = except('data', 'prdr', 'mime', 'dkim', 'notquit', ...NOT_SMTP);

const ROWS: readonly AclControlRow[] = [
  { name: 'allow_auth_unadvertised', only: ['connect', 'helo'] },
  { name: 'bmi_run', only: ['mail', 'rcpt', 'predata', 'data', 'mime', 'not-smtp'] },
  { name: 'caseful_local_part', only: ['rcpt'] },
  { name: 'caselower_local_part', only: ['rcpt'] },
  { name: 'cutthrough_delivery', only: ['rcpt'] },
  { name: 'debug' },
  { name: 'dkim_disable_verify', only: BEFORE_DATA },
  { name: 'dmarc_disable_verify', only: BEFORE_DATA },
  { name: 'dmarc_enable_forensic', only: BEFORE_DATA },
  { name: 'dscp', only: except('notquit', ...NOT_SMTP) },
  { name: 'enforce_sync', only: SMTP },
  { name: 'error' },
  { name: 'fakedefer', only: ['mail', 'rcpt', 'predata', 'data', 'mime', 'prdr'] },
  { name: 'fakereject', only: ['mail', 'rcpt', 'predata', 'data', 'mime', 'prdr'] },
  { name: 'freeze', only: ['mail', 'rcpt', 'predata', 'data', 'mime', 'not-smtp', 'not-smtp-mime'] },
  { name: 'no_callout_flush', only: SMTP },
  { name: 'no_delay_flush', only: SMTP },
  { name: 'no_enforce_sync', only: SMTP },
  { name: 'no_mbox_unspool', only: ['mail', 'rcpt', 'predata', 'data', 'mime'] },
  { name: 'no_multiline_responses', only: SMTP },
  { name: 'no_pipelining', only: SMTP },
  { name: 'queue', only: RECEIVING },
  { name: 'queue_only', only: RECEIVING },
  { name: 'submission', only: ['mail', 'rcpt', 'predata'] },
  { name: 'suppress_local_fixups', only: ['mail', 'rcpt', 'predata', 'not-smtp-start'] },
  { name: 'utf8_downconvert', only: ['rcpt', 'vrfy'] },
  { name: 'wellknown', only: ['wellknown'] },
];

export const ACL_CONTROLS: ReadonlyMap<string, AclControlRow> = new Map(ROWS.map((row) => [row.name, row]));
