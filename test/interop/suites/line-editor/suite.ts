/** `expand -i` on a real terminal: keys as people press them, and what is shown for them. */
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

export const suite: Suite = {
  name: 'line-editor',
  proves: 'expand -i edits lines on a terminal: history, completion, ^C, ^D, another width',
  run,
};

interface Step {
  readonly keys?: string;
  readonly columns?: number;
  /** Waited for. */
  readonly shows?: string;
}

interface Session {
  readonly shown: string;
  readonly missing: readonly string[];
  readonly status: number | null;
}

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');
const [UP, LEFT, END, CLEAR] = ['\x1b[A', '\x1b[D', '\x05', '\x15'];
const [INTERRUPT, END_OF_INPUT, TAB, ENTER] = ['\x03', '\x04', '\t', '\r'];
const PROMPT: Step = { shows: '> ' };
const LEAVE: Step = { keys: END_OF_INPUT };

const enter = (line: string, shows: string): Step => ({ keys: line + ENTER, shows });

/** What happens, the steps, and the status at the end. */
const CASES: readonly (readonly [string, readonly Step[], number])[] = [
  ['a line is answered, and ^D ends', [enter('${lc:ABC}', '\nabc\r\n'), LEAVE], 0],
  [
    'a failure is told, and the session goes on',
    [enter('${nosuch}', 'Failed: unknown variable'), enter('a', '\na\r\n'), LEAVE],
    0,
  ],
  [
    'the line before comes back',
    [enter('${uc:x}', '\nX\r\n'), { keys: UP, shows: '${uc:x}' }, enter('', '\nX\r\n'), LEAVE],
    0,
  ],
  [
    'a line is edited in its middle',
    [
      { keys: '${lc:AC}', shows: 'AC}' },
      { keys: LEFT + LEFT },
      { keys: 'B', shows: 'B' },
      { keys: END },
      enter('', '\nabc\r\n'),
      LEAVE,
    ],
    0,
  ],
  [
    'items and operators are completed',
    [{ keys: '${listc', shows: 'listc' }, { keys: TAB, shows: 'ount:' }, enter('a:b}', '\n2\r\n'), LEAVE],
    0,
  ],
  [
    'variables are completed',
    [{ keys: '$primary_h', shows: '_h' }, { keys: TAB, shows: 'ostname' }, { keys: CLEAR }, LEAVE],
    0,
  ],
  [
    'conditions are completed, and several are shown',
    [
      { keys: '${if isi', shows: 'isi' },
      { keys: TAB, shows: 'p' },
      { keys: TAB, shows: 'isip6' },
      { keys: CLEAR },
      LEAVE,
    ],
    0,
  ],
  [
    '^C gives the line up, and the one it goes on from',
    [
      enter('a\\', '> '),
      { keys: '${lc:AB', shows: 'AB' },
      { keys: INTERRUPT, shows: '^C' },
      enter('${lc:X}', '\nx\r\n'),
      LEAVE,
    ],
    0,
  ],
  ['^C twice ends', [{ keys: INTERRUPT, shows: 'again' }, { keys: INTERRUPT }], 0],
  [
    'a line goes on in a narrower window',
    [
      { keys: '${strlen:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', shows: 'aaa' },
      { columns: 20 },
      enter('bbb}', '\n38\r\n'),
      LEAVE,
    ],
    0,
  ],
  ['letters beyond ASCII are what they are', [enter('${uc:\u00e9}${strlen:\u00e9}', '\n\u00e92\r\n'), LEAVE], 0],
  ['a line goes on behind a backslash', [enter('a\\', '> '), enter('  b', '\nab\r\n'), LEAVE], 0],
];

async function run(context: Context): Promise<void> {
  for (const [name, steps, status] of CASES) {
    await context.test(name, async () => {
      const session = await onTerminal([PROMPT, ...steps]);
      if (session.missing.length > 0) throw new Error(`not shown: ${JSON.stringify(session)}`);
      if (session.status !== status) throw new Error(`status ${session.status}: ${JSON.stringify(session.shown)}`);
    });
  }
}

async function onTerminal(steps: readonly Step[]): Promise<Session> {
  const request = { command: [process.execPath, PROGRAM, 'expand', '-i'], steps };
  const said = await mustRun(programs.python, [join(import.meta.dirname, 'terminal.py')], {
    input: JSON.stringify(request),
  });
  return JSON.parse(said) as Session;
}
