/** Conditions on what checks of the sender came to: SPF, DKIM, DMARC. */
import { after, clean, type Later, readList, type Text } from '../../expand/index.ts';
import { setValue } from '../../facts/index.ts';
import { type AclRun, note } from '../engine/run.ts';
import type { Said, TextCondition } from '../rows.ts';
import type { SpfAnswer } from '../services.ts';
import { matchExpanded } from './lists.ts';

const spfCondition = (name: 'spf' | 'spf_guess'): TextCondition => ({
  name,
  takes: 'text',
  test: ({ text }, run) => {
    const { facts, services } = run.world;
    return after(services.spf?.(name === 'spf_guess') ?? UNKNOWN, ({ result, variables }) => {
      note(run, `the result is ${result}`);
      for (const [variable, value] of Object.entries(variables)) setValue(facts, variable, value);
      return isListed(result, readList(text).items);
    });
  },
});

/** Nobody can be asked. */
const UNKNOWN: SpfAnswer = { result: 'permerror', variables: { spf_result: clean('permerror') } };

/** Names from before 4.86. */
const OLDER: Readonly<Record<string, string>> = { err_temp: 'temperror', err_perm: 'permerror' };

/** The first that fits decides, and one with `!` fits all but its own. */
const isListed = (result: string, words: readonly string[]): boolean =>
  words.some((word) => {
    const isNegated = word.startsWith('!');
    const name = isNegated ? word.slice(1).trimStart() : word;
    return (name === '*' || (OLDER[name] ?? name) === result) !== isNegated;
  });

/** A list that is matched against a word which variables have. */
const wordCondition = (name: string, word: (run: AclRun) => Later<string | undefined>): TextCondition => ({
  name,
  takes: 'text',
  test: (list, run) =>
    after(
      word(run),
      (subject): Later<Said> =>
        subject === undefined ? false : matchExpanded(run, list, { kind: 'word', subject: clean(subject) }),
    ),
});

const variable =
  (name: string) =>
  ({ host }: AclRun): Later<string | undefined> =>
    after(host.variable(name), (value: string | Text | undefined) => {
      const text = typeof value === 'string' ? value : value?.text;
      return text === '' ? undefined : text;
    });

export const RESULT_CONDITIONS = [
  spfCondition('spf'),
  spfCondition('spf_guess'),
  wordCondition('dkim_signers', variable('dkim_cur_signer')),
  wordCondition('dkim_status', (run) => after(variable('dkim_verify_status')(run), (status) => status ?? 'none')),
  wordCondition('dmarc_status', ({ world }) => world.services.dmarc?.() ?? 'none'),
];
