/** A conversation in swaks' signs, and what it came to. */
import type { AttemptReport, RecipientReport, SendData } from '../../core/send/index.ts';
import type { TranscriptLine } from '../../core/smtp/index.ts';
import type { Paint, View } from '../types.ts';

export const smtpSendView: View<SendData> = ({ data, findings }, paint, verbosity) => {
  const transcripts = verbosity < 0 ? [] : data.attempts.map((attempt) => transcript(attempt, paint));
  const results = data.rate === undefined ? recipients(data, paint) : [rate(data)];
  const remarks = findings.map(
    ({ severity, title, detail, fix }) =>
      `${paint.mark(severity)} ${title}${detail === undefined ? '' : `: ${detail}`}${fix !== undefined && severity !== 'ok' ? `\n  ${fix}` : ''}`,
  );
  return [...transcripts, [...results, ...remarks].join('\n')].filter((part) => part !== '').join('\n');
};

const SIGNS: Readonly<Record<TranscriptLine['kind'], readonly [clear: string, secure: string]>> = {
  sent: [' -> ', ' ~> '],
  received: ['<-  ', '<~  '],
  refused: ['<** ', '<~* '],
  note: ['=== ', '=== '],
  error: ['*** ', '*** '],
};

function transcript({ transcript: lines }: AttemptReport, paint: Paint): string {
  return lines.map((line) => painted(line, `${SIGNS[line.kind][line.isSecure ? 1 : 0]}${line.text}`, paint)).join('\n');
}

function painted({ kind }: TranscriptLine, text: string, paint: Paint): string {
  if (kind === 'note') return paint.dim(text);
  return kind === 'refused' || kind === 'error' ? paint.bad(text) : text;
}

/** One recipient's result is in the findings already. */
function recipients({ recipients: all }: SendData, paint: Paint): readonly string[] {
  return all.length < 2 ? [] : all.map((recipient) => recipientLine(recipient, paint));
}

function recipientLine({ address, status, stage, reply, why }: RecipientReport, paint: Paint): string {
  const said = reply === undefined ? why : `${reply.code} ${reply.lines.join(' / ')} (${stage})`;
  const word = status === 'accepted' ? paint.good(status) : paint.bad(status);
  return `${address}: ${word}${said === undefined || said === '' ? '' : `, ${said}`}`;
}

function rate({ rate: numbers }: SendData): string {
  const { wanted, accepted, refused, deferred, unsent, connections, seconds, perSecond } = numbers!;
  return (
    `${accepted} of ${wanted} messages accepted, ${refused} refused, ${deferred} deferred, ${unsent} unsent; ` +
    `${connections} connections, ${seconds} s, ${perSecond} a second`
  );
}
