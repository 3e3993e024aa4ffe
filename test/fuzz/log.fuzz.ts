/**
 * Logs: whatever strangers say stays within its line, and any octets read as a log end somewhere. A line has no control
 * characters but the tab; what is read of a line is in it; searching and counting never throw, and find each line at most once.
 */
import {
  arrivalEntry,
  commandErrorEntry,
  deferralEntry,
  deliveryEntry,
  formatLine,
  helloEntry,
  incompleteEntry,
  type LogEntry,
  parseSelectors,
  rejectionEntry,
  syncEntry,
  syslogParts,
} from '../../src/mta/log/index.ts';
import { createLogGrep } from '../../src/mta/log/read/grep.ts';
import { createLogCounter } from '../../src/mta/log/read/stats.ts';

const SEEDS = [
  '2026-11-25 10:00:00 1xWL13-0003Yx-1P <= sue@example.com H=(cli.example.com) [192.0.2.1] P=esmtp S=1000 id=x1@x T="a"\n' +
    '2026-11-25 10:00:01 1xWL13-0003Yx-1P => ann <ann@example.org> R=loc T=mb QT=1s\n' +
    '2026-11-25 10:02:05 1xWL13-0003Yx-1P Completed\n',
  '2026-11-25 10:00:02.123 +0100 [77] H=[192.0.2.9] F=<a@b> temporarily rejected RCPT <deny@example.org>: denied: really\n',
  'Nov 25 10:00:00 mail exim[77]: 2026-11-25 11:00:00 1xWL14-00000003Yx1-ab0P ** a@b: Unrouteable address\n',
];

const parsed = parseSelectors('+all');
const format = { selectors: parsed.ok ? parsed.value : new Set<never>() };

export const target = {
  name: 'log',
  seeds: SEEDS.map((text) => Uint8Array.from(Buffer.from(text, 'latin1'))),
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    for (const made of entries(text)) stayWithin(made);
    if (syslogParts(text).some((part) => part.length > 900)) throw new Error('a part for syslog is too long');
    read(text);
  },
};

function entries(text: string): readonly LogEntry[] {
  const host = { address: '192.0.2.1', port: 1, helo: 'x' };
  const address = { final: 'a@b', parents: [] };
  return [
    commandErrorEntry({ host, kind: 'syntax', line: text, message: text }, format),
    helloEntry({ host, verb: 'EHLO', argument: text, why: 'syntax' }, format),
    syncEntry({ host, input: text, command: text }, format),
    rejectionEntry({ host, sender: text, what: { at: 'RCPT', argument: text }, message: text }, format),
    incompleteEntry({ host, sender: text, recipients: [text], why: 'QUIT' }, format),
    deferralEntry({ address, error: -1, message: text }, format),
    deliveryEntry({ address, sender: 'c@d', transport: 'smtp', confirmation: text }, format),
    arrivalEntry(
      { sender: 'c@d', host, sizeBytes: 1, messageId: text, subject: text, rawSender: 'c@d', rawRecipients: [] },
      format,
    ),
  ];
}

function stayWithin(made: LogEntry): void {
  const line = formatLine({ stamp: '2026-11-25 10:00:00', id: '1xWL13-0003Yx-1P' }, made);
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(line.slice(0, -1)) || !line.endsWith('\n'))
    throw new Error(`no line: ${JSON.stringify(line)}`);
}

function read(text: string): void {
  const lines = text.split('\n');
  let found = 0;
  const grep = createLogGrep({ matches: () => true }, (group) => {
    found += group.lines.length;
  });
  const counter = createLogCounter();
  for (const line of lines) {
    grep.line(line);
    counter.line(line);
  }
  grep.end();
  if (found > lines.length) throw new Error('a line was found twice');
  const { received, delivered } = counter.result(5);
  if (received.messages + delivered.messages > lines.length) throw new Error('more was counted than there is');
}
