/** What `control =` may say, by the word before the first `/`. */
import type { OptionStatus } from '../options/index.ts';
import type { AclPhase } from './phases.ts';
import { type AclWord, except, NOT_SMTP, where } from './types.ts';

const MESSAGE: readonly AclPhase[] = ['mail', 'rcpt', 'predata', 'data', 'mime'];
const SMTP = except(...NOT_SMTP);
const BEFORE_DATA = except('data', 'prdr', 'mime', 'dkim', ...NOT_SMTP);

const control = (name: string, doc: string, only?: readonly AclPhase[], status: OptionStatus = 'works'): AclWord => ({
  name,
  status,
  doc,
  ...where(only),
});

const ROWS: readonly AclWord[] = [
  control('allow_auth_unadvertised', 'The client may use AUTH though it has not been offered it, even after HELO.', [
    'connect',
    'helo',
  ]),
  control('bmi_run', 'The message is given to Brightmail (4.85).', [...MESSAGE, 'not-smtp'], 'planned'),
  control('caseful_local_part', '$local_part has its capitals for the rest of the ACL.', ['rcpt']),
  control('caselower_local_part', '$local_part is lower-cased again, after caseful_local_part.', ['rcpt']),
  control(
    'cutthrough_delivery',
    'The message is delivered while it is received, and its end waits for the answer of the next hop, which all its recipients have in common; in acl_smtp_rcpt, at the first recipient. /defer=pass tells the client of a failure for now, /defer=spool keeps the message; /sender=orig or transport.',
  ),
  control(
    'debug',
    'Debugging output of this connection is written into a file: /tag=, /opts=, /stop, /kill, /pretrigger=, /trigger=.',
  ),
  control('dkim_disable_verify', 'DKIM signatures of the message are not looked at.', BEFORE_DATA),
  control('dmarc_disable_verify', 'DMARC is not looked at for the message.', BEFORE_DATA),
  control(
    'dmarc_enable_forensic',
    'A report is sent where the message fails DMARC and its domain asks for that.',
    BEFORE_DATA,
  ),
  control(
    'dscp',
    'Packets of the connection are marked.',
    except('notquit', ...NOT_SMTP),
    'never: Node cannot mark the packets of one connection; a rule of nftables on the port does it',
  ),
  control('enforce_sync', 'A client that talks before its turn is dropped, for the rest of the connection.', SMTP),
  control('error', 'The ACL ends with an error, as if it could not be run; for tests.'),
  control('fakedefer', 'The message is taken, but the client is told that it is put off; /text says how.', [
    ...MESSAGE,
    'prdr',
  ]),
  control('fakereject', 'The message is taken, but the client is told that it is refused; /text says how.', [
    ...MESSAGE,
    'prdr',
  ]),
  control('freeze', 'The message is taken and frozen; /no_tell leaves out the notice of freeze_tell.', [
    ...MESSAGE,
    'not-smtp',
    'not-smtp-mime',
  ]),
  control('no_callout_flush', 'What has been written is not sent to the client before a callout.', SMTP),
  control('no_delay_flush', 'What has been written is not sent to the client before a delay.', SMTP),
  control('no_enforce_sync', 'A client may talk before its turn, for the rest of the connection.', SMTP),
  control('no_mbox_unspool', 'The file that was made of the message for scanners is kept.', MESSAGE),
  control('no_multiline_responses', 'Answers to the client have one line.', SMTP),
  control('no_pipelining', 'PIPELINING is not offered; before the answer to EHLO.', SMTP),
  control('queue', 'The message is only put into the queue; /first_pass_route routes it at once.', [
    ...MESSAGE,
    'prdr',
    'not-smtp',
    'not-smtp-mime',
  ]),
  control('queue_only', 'An older name of queue.', [...MESSAGE, 'prdr', 'not-smtp', 'not-smtp-mime']),
  control(
    'submission',
    'The message is one of our own users who sends it: Sender, Date and Message-ID are put right. /sender_retain, /domain=, /name=.',
    ['mail', 'rcpt', 'predata'],
  ),
  control(
    'suppress_local_fixups',
    'Headers of a message of ours are left as they are, where submission or a local caller would have them put right.',
    ['mail', 'rcpt', 'predata', 'not-smtp-start'],
  ),
  control(
    'utf8_downconvert',
    'Addresses with UTF-8 are turned into A-labels on the way out: /1 always, /0 never, /-1 where it must be.',
    ['rcpt', 'vrfy'],
  ),
  control('wellknown', 'The file that answers WELLKNOWN: /file.', ['wellknown']),
];

export const ACL_CONTROLS: ReadonlyMap<string, AclWord> = new Map(ROWS.map((row) => [row.name, row]));
