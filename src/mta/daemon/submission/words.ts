/** What is said of a fault: on standard error, or in a mail to the sender. */
import type { LocalFault } from '../../receive/index.ts';

export interface FaultWords {
  /** Behind the program's name; lines for standard error. */
  readonly lines: readonly string[];
  /** Of the mail, behind `Mail failure - `. */
  readonly subject: string;
  /** Its text. */
  readonly text: string;
  /** In the log where there is nobody to write to. */
  readonly logged: string;
}

export function wordsFor(fault: LocalFault): FaultWords {
  switch (fault.kind) {
    case 'bad-argument':
      return {
        lines: [`bad recipient address "${fault.address}": ${fault.why}`],
        subject: 'malformed recipient address',
        text: `Your message went to nobody, since one of its recipients is no address:\n\n  ${fault.address}: ${fault.why}\n`,
        logged: `at least one malformed recipient address: ${fault.address} - ${fault.why}`,
      };
    case 'bad-addresses':
      return badAddresses(fault);
    case 'too-many-recipients':
      return {
        lines: ['too many recipients'],
        subject: 'too many recipients',
        text: 'Your message went to nobody: it has more recipients than this host takes at a time.\n',
        logged: 'too many recipients',
      };
    case 'no-recipients':
      return {
        lines: ['no recipients in message'],
        subject: 'no recipient addresses',
        text: fault.wereWithheld
          ? 'Your message went to nobody: every recipient in its header was also on the command line, which with -t\nmeans that nothing is sent there.\n'
          : 'Your message went to nobody: it names no recipients.\n',
        logged: 'no recipient addresses',
      };
    case 'too-big':
      return {
        lines: [`message rejected: message too big (max=${fault.limit})`],
        subject: 'message too big',
        text: `Your message went to nobody: it has more than the ${fault.limit} octets that this host takes.\n`,
        logged: `message too big (limit set to ${fault.limit})`,
      };
    case 'header-too-long':
      return {
        ...tooLong('message header', fault.limit),
        subject: 'overlong header section',
        logged: `excessively long message header section read (more than ${fault.limit} characters)`,
      };
    case 'header-line-too-long':
      return { ...tooLong('message header line', fault.limit), subject: 'overlong header line' };
    case 'acl':
      return refused(fault.text ?? 'local configuration problem');
    case 'unstored':
      return {
        lines: [fault.text],
        subject: 'it could not be kept',
        text: `Your message went to nobody: ${fault.text}\n`,
        logged: fault.text,
      };
  }
}

function badAddresses({ bad, areAll }: Extract<LocalFault, { kind: 'bad-addresses' }>): FaultWords {
  const list = bad.map(({ text, why }) => `${text}: ${why}`);
  const [first] = bad;
  const others = areAll ? 'There is no other recipient, so that it went to nobody.' : 'It goes to the others.';
  return {
    lines: [`invalid address${bad.length > 1 ? 'es' : ''}: ${bad.length > 1 ? '' : ' '}${list.join('\n  ')}`],
    subject: 'malformed recipient address',
    text: `In the header of your message there are recipients that are no addresses:\n\n  ${list.join('\n  ')}\n\n${others}\n`,
    logged: `at least one malformed recipient address: ${first?.text} - ${first?.why}`,
  };
}

function tooLong(what: string, limit: number): FaultWords {
  return {
    lines: [`${what} longer than ${limit} characters received: message not accepted`],
    subject: 'overlong header',
    text: `Your message went to nobody: it has a ${what} longer than ${limit} characters.\n`,
    logged: `${what} longer than ${limit} characters received: message not accepted`,
  };
}

function refused(text: string): FaultWords {
  return {
    lines: [`message rejected by non-SMTP ACL: ${text}`],
    subject: 'rejected by local scanning code',
    text: `Your message went to nobody: this host does not take it, and says\n\n  ${text.replaceAll('\n', '\n  ')}\n`,
    logged: `rejected by non-SMTP ACL: ${text}`,
  };
}
