/** What came of a dialogue with a live server, without what differs from one run or one server to the next. */
import { steady } from '../dialogues/said.ts';
import type { Stored } from './stored.ts';

export const PARTS = ['replies', 'main', 'reject', 'stored'] as const;

/** Each part as lines. */
export type Heard = Readonly<Record<(typeof PARTS)[number], readonly string[]>>;

const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? /gm, ''],
  [/^([+-]\d{4} )?\[\d+\] /gm, '$1[PID] '],
  [/\]:\d+/g, ']:PORT'],
  [/\(port=\d+/g, '(port=PORT'],
  [/^-tls_ourcert .*$/gm, '-tls_ourcert CERTIFICATE'],
  // GnuTLS there, OpenSSL here.
  [/(TLS1\.[23]):[^: \n]+:/g, '$1:CIPHER:'],
  [/\bTLS_[A-Z0-9]+_[A-Z0-9_]+/g, 'SUITE'],
  [/( X=.*) S=\d+/g, '$1 S=0'], // with the length of that
  [
    /\((?:gnutls_handshake|SSL_accept|certificate verification failed|cert\/key setup: [^)]*|configuration)\): .*/g,
    '(HANDSHAKE)',
  ],
  [/^(?:\[.*\] )?(SSL verify denied by event-action: depth=\d+)(?: cert=[^:]*)?:/gm, '$1:'],
  [/^[^\t -~\n]+.*$/gm, ''], // a TLS alert where words are expected
  [/-\d{10}-testing@/g, '-INSTANT-testing@'],
  [/(?:running time|time) \d+\S*/g, 'TIME'],
  [/with pid=\d+|pid=\d+/g, 'PID'],
  [/^exim user lost privilege for using -C option$/gm, ''], // of the Exim that runs the queue
];

export const steadyLines = (text: string): readonly string[] =>
  CHANGING.reduce((changed, [pattern, by]) => changed.replace(pattern, by), steady(text))
    .split('\n')
    .filter((line) => line !== '');

const OF_RUN = /^(?:Start|End) queue run: /;

/** A queue run of ETRN goes on beside the conversation, and nobody can say which of their lines comes first. */
export const runsLast = (lines: readonly string[]): readonly string[] => [
  ...lines.filter((line) => !OF_RUN.test(line)),
  ...lines.filter((line) => OF_RUN.test(line)).sort(),
];

/** Of the spool file: no id, no instants, no version, no sizes that follow from those. */
const FLEETING = [
  /^ID-H$|^E?\S+-\S+-\S+-H$/,
  /^\d+ \d$/,
  /^-received_time_(?:usec|complete) /,
  /^-frozen /,
  /^-spool_file_wireformat$/, // how the body is kept
];

export function steadyMessage({ head, body }: Stored): readonly string[] {
  const lines = steadyLines(head).filter((line) => !FLEETING.some((pattern) => pattern.test(line)));
  return [
    ...lines.map((line) => line.replace(/^\d{3}(?=[A-Z* ] )/, '')),
    ...body.split('\n').map((line) => `| ${line}`),
  ];
}

export function differencesOf(ours: Heard, theirs: Heard): string | undefined {
  const found = PARTS.flatMap((part) => {
    const [mine, other] = [ours[part], theirs[part]];
    if (mine.join('\n') === other.join('\n')) return [];
    const at = Math.max(
      0,
      [...mine, ''].findIndex((line, index) => line !== other[index]),
    );
    return [`${part}, line ${at + 1}\n    exim ${other[at] ?? '(none)'}\n    ours ${mine[at] ?? '(none)'}`];
  });
  return found.length === 0 ? undefined : found.join('\n');
}
