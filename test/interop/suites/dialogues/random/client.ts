/** What a client says: commands, right and wrong, in any order. */
import { chance, type Draw, one, several } from './draw.ts';
import { drawn } from './vocabulary.ts';

/** What is long, by its share of what it stands beside. */
const LONG_LOCAL = 'x'.repeat(70);
const LONG_DOMAIN = `${'x.'.repeat(130)}example`;
const LONG_NAME = `${'l'.repeat(300)}.example`;
const LONG_MESSAGE = `X-Long: ${'y'.repeat(1200)}\n\n${'z'.repeat(1200)}\n.`;

const orLong = (draw: Draw, title: string, long: string): string => (chance(draw, 0.02) ? long : drawn(draw, title));

function address(draw: Draw): string {
  const kind = draw();
  if (kind < 0.06) return '';
  if (kind < 0.12) return drawn(draw, 'local parts');
  const local = chance(draw, 0.25) ? orLong(draw, 'odd local parts', LONG_LOCAL) : drawn(draw, 'local parts');
  return `${local}@${chance(draw, 0.2) ? orLong(draw, 'odd domains', LONG_DOMAIN) : drawn(draw, 'domains')}`;
}

/** The address in its brackets, or what people take for them. */
function path(draw: Draw): string {
  const inner = address(draw);
  const kind = draw();
  if (kind < 0.76) return `<${inner}>`;
  return kind < 0.82 ? inner : drawn(draw, 'odd paths').replace('%', () => inner);
}

const COLONS = [':', ':', ':', ':', ':', ':', ': ', ' :', '', ':\t'];

const behind = (draw: Draw, title: string, share: number): string =>
  chance(draw, share) ? ` ${drawn(draw, title)}` : '';
const cased = (draw: Draw, verb: string): string =>
  chance(draw, 0.85) ? verb : one(draw, [verb.toLowerCase(), verb[0] + verb.slice(1).toLowerCase()]);

const addressed = (draw: Draw, [verb, word]: readonly [string, string], words: string): string =>
  `${cased(draw, verb)} ${cased(draw, word)}${one(draw, COLONS)}${path(draw)}${behind(draw, words, 0.28)}${behind(draw, words, 0.1)}`;

const hello = (draw: Draw): string =>
  `${cased(draw, one(draw, ['EHLO', 'EHLO', 'EHLO', 'HELO']))} ${chance(draw, 0.5) ? 'client.example' : orLong(draw, 'names', LONG_NAME)}`.trimEnd();

const message = (draw: Draw): string => `${cased(draw, 'DATA')}\n${orLong(draw, 'messages', LONG_MESSAGE)}`;

/** A mail as it should be, with whatever message. */
const mail = (draw: Draw): string =>
  `MAIL FROM:<a@far.example>\nRCPT TO:<bob@our.example>\n${chance(draw, 0.3) ? 'RCPT TO:<a@our.example>\n' : ''}${message(draw)}`;

/** By their shares of all that is said. */
const TURNS: readonly (readonly [share: number, say: (draw: Draw) => string])[] = [
  [0.2, (draw) => addressed(draw, ['MAIL', 'FROM'], 'parameters of MAIL')],
  [0.07, () => 'MAIL FROM:<a@far.example>'],
  [0.25, (draw) => addressed(draw, ['RCPT', 'TO'], 'parameters of RCPT')],
  [0.06, () => 'RCPT TO:<bob@our.example>'],
  [0.07, message],
  [0.07, mail],
  [0.03, (draw) => drawn(draw, 'chunks')],
  [0.06, hello],
  [0.19, (draw) => orLong(draw, 'lines', 'x'.repeat(600))],
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

/** Where it comes from: mostly from a host with a name. */
export const client = (draw: Draw): string => (chance(draw, 0.7) ? '10.1.2.3' : drawn(draw, 'clients'));
