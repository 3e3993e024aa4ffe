/** What a client says: commands, right and wrong, in any order. */
import { chance, type Draw, one, several } from './draw.ts';
import { entries } from './vocabulary.ts';

const LOCALS = entries('local parts');
const ODD_LOCALS = [...entries('odd local parts'), 'x'.repeat(70)];
const DOMAINS = entries('domains');
const ODD_DOMAINS = [...entries('odd domains'), `${'x.'.repeat(130)}example`];
const MAIL_WORDS = entries('parameters of MAIL');
const RCPT_WORDS = entries('parameters of RCPT');
const NAMES = [...entries('names'), `${'l'.repeat(300)}.example`];
const LINES = [...entries('lines'), 'x'.repeat(600)];
const MESSAGES = [...entries('messages'), `X-Long: ${'y'.repeat(1200)}\n\n${'z'.repeat(1200)}\n.`];
const CHUNKS = entries('chunks');

function address(draw: Draw): string {
  const kind = draw();
  if (kind < 0.06) return '';
  if (kind < 0.12) return one(draw, LOCALS);
  const local = one(draw, chance(draw, 0.25) ? ODD_LOCALS : LOCALS);
  return `${local}@${one(draw, chance(draw, 0.2) ? ODD_DOMAINS : DOMAINS)}`;
}

/** The address in its brackets, or what people take for them. */
function path(draw: Draw): string {
  const inner = address(draw);
  const kind = draw();
  if (kind < 0.72) return `<${inner}>`;
  return kind < 0.8 ? inner : one(draw, PATHS).replace('%', () => inner);
}

const PATHS = entries('odd paths');
const COLONS = [':', ':', ':', ':', ':', ': ', ' :', '', ':\t'];

const behind = (draw: Draw, words: readonly string[], share: number): string =>
  chance(draw, share) ? ` ${one(draw, words)}` : '';
const cased = (draw: Draw, verb: string): string =>
  chance(draw, 0.85) ? verb : one(draw, [verb.toLowerCase(), verb[0] + verb.slice(1).toLowerCase()]);

const addressed = (draw: Draw, [verb, word]: readonly [string, string], words: readonly string[]): string =>
  `${cased(draw, verb)} ${cased(draw, word)}${one(draw, COLONS)}${path(draw)}${behind(draw, words, 0.28)}${behind(draw, words, 0.1)}`;

const hello = (draw: Draw): string =>
  `${cased(draw, one(draw, ['EHLO', 'EHLO', 'EHLO', 'HELO']))} ${chance(draw, 0.5) ? 'client.example' : one(draw, NAMES)}`.trimEnd();

/** By their shares of all that is said. */
const TURNS: readonly (readonly [share: number, say: (draw: Draw) => string])[] = [
  [0.22, (draw) => addressed(draw, ['MAIL', 'FROM'], MAIL_WORDS)],
  [0.08, () => 'MAIL FROM:<a@far.example>'],
  [0.26, (draw) => addressed(draw, ['RCPT', 'TO'], RCPT_WORDS)],
  [0.06, () => 'RCPT TO:<bob@our.example>'],
  [0.08, (draw) => `${cased(draw, 'DATA')}\n${one(draw, MESSAGES)}`],
  [0.03, (draw) => one(draw, CHUNKS)],
  [0.06, hello],
  [0.21, (draw) => one(draw, LINES)],
];

function turn(draw: Draw): string {
  let left = draw();
  for (const [share, say] of TURNS) {
    left -= share;
    if (left < 0) return say(draw);
  }
  return 'NOOP';
}

/** Lines, as a client sends them. */
export function conversation(draw: Draw): readonly string[] {
  const said = [
    ...(chance(draw, 0.9) ? [hello(draw)] : []),
    ...several(draw, 6, 22, () => turn(draw)),
    ...(chance(draw, 0.8) ? [cased(draw, 'QUIT')] : []),
  ];
  return said.flatMap((lines) => lines.split('\n'));
}
