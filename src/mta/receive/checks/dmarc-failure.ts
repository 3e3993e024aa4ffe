/** `control = dmarc_enable_forensic`: who speaks for the domain is told of the message that failed (Exim spec §58 "DMARC"). */
import { craftFailureReport, type Evaluation, failureAddresses, type SuffixList } from '../../../core/dmarc/index.ts';
import { after, type Later, readMailAddresses } from '../../expand/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import { fieldName } from '../headers/parse.ts';
import { mailDate } from '../headers/received.ts';
import type { Session } from '../session.ts';

export interface Failure {
  readonly evaluation: Evaluation;
  /** `$dmarc_status_text`. */
  readonly status: string;
  readonly suffixes: SuffixList;
}

/** Nothing where nobody has asked for it, where the message passed, and in a rehearsal. */
export async function tellFailure(session: Session, failure: Failure): Promise<void> {
  const { ports } = session.shared;
  const { result, discovery, rules } = failure.evaluation;
  const { policy } = discovery;
  const isWanted = session.messageControls.tellsDmarcFailure && result === 'fail' && !ports.isRehearsal;
  if (!isWanted || policy === undefined || ports.sendOwn === undefined) return;
  const dns = ports.services.dns!;
  const addresses = await failureAddresses(policy, rules, { dns, suffixes: () => Promise.resolve(failure.suffixes) });
  const from = await senderOf(session);
  for (const to of addresses) {
    const text = await reportFor(session, failure, { from: from.field, to });
    const isSent = await ports.sendOwn({ sender: from.envelope, recipients: [to], text });
    if (isSent) session.log(entry('dmarc-report', { to }, `DMARC failure report sent to ${to}`, MAIN, 'dmarc'));
    else session.logTrouble(`a DMARC failure report to ${to} could not be sent`);
  }
}

/** `dmarc_forensic_sender`, also the envelope's; without it the report is from `dsn_from`, and answers to nobody. */
function senderOf(session: Session): Later<{ readonly field: string; readonly envelope: string }> {
  return after(session.expanded('dmarc_forensic_sender'), (own) => {
    if (own?.kind === 'text' && own.text !== '') {
      const [address] = readMailAddresses(own.text);
      return { field: oneLine(own.text), envelope: address?.address ?? '' };
    }
    return after(session.expanded('dsn_from'), (usual) => ({
      field: usual?.kind === 'text' ? oneLine(usual.text) : '',
      envelope: '',
    }));
  });
}

async function reportFor(
  session: Session,
  { evaluation, status }: Failure,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string> {
  const { message, connection, checks, facts } = session;
  const date = await mailDate(session);
  return craftFailureReport({
    from,
    to,
    date,
    arrivedAt: date,
    sourceIp: connection.client?.address ?? '',
    mailFrom: message?.sender ?? '',
    recipients: message?.recipients.map(({ address }) => address) ?? [],
    status,
    userAgent: `mxray at ${facts.primaryHostname}`,
    evaluation,
    dkim: (checks.dkim?.verdicts ?? []).flatMap(({ domain, selector }) =>
      domain === undefined || selector === undefined ? [] : [{ domain, selector }],
    ),
    header: headerOf(session),
    boundary: `dmarc-${message?.id ?? ''}-${session.now()}`,
  });
}

/** As it came: without what we have put on it. */
function headerOf({ message }: Session): string {
  const fields = (message?.headers ?? []).filter(({ letter }) => letter !== '*').map(({ text }) => text);
  const own = fieldName(fields[0] ?? '') === 'received' ? fields.slice(1) : fields;
  return own.join('').slice(0, MAX_HEADER);
}

const MAX_HEADER = 64 * 1024;
const oneLine = (text: string): string => text.replace(/[\r\n]/g, ' ');
