/** HELP (RFC 5321 §4.1.1.8): the commands there are. */
import type { Turn } from '../turn.ts';
import type { CommandDef } from './types.ts';

export const help: CommandDef = {
  verb: 'HELP',
  argument: 'any',
  sync: 'never',
  isMail: false,
  run: (turn, argument) => turn.ask({ kind: 'help', argument }),
  answered: {
    help: (turn, _question, answer) => turn.respond(answer, 214, `Commands supported:\n${verbs(turn).join(' ')}`),
  },
};

function verbs({ state: { offers, config, isSecured } }: Turn): readonly string[] {
  const listed: readonly (readonly [verb: string, isThere: boolean | undefined])[] = [
    ['AUTH', offers.auth !== undefined],
    ['STARTTLS', offers.startTls === true && !isSecured],
    ...(config.protocol === 'lmtp'
      ? ([['LHLO', true]] as const)
      : ([
          ['HELO', true],
          ['EHLO', true],
        ] as const)),
    ['MAIL', true],
    ['RCPT', true],
    ['DATA', true],
    ['BDAT', offers.chunking],
    ['NOOP', true],
    ['QUIT', true],
    ['RSET', true],
    ['HELP', true],
    ['ETRN', offers.etrn],
    ['EXPN', offers.expn],
    ['VRFY', offers.vrfy],
  ];
  return listed.filter(([, isThere]) => isThere === true).map(([verb]) => verb);
}
