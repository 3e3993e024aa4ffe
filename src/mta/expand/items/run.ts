import type { ItemNode, ItemRow } from '../ast.ts';
import { choose } from '../evaluate/branches.ts';
import { skippedText } from '../evaluate/literal.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { after, clean, EMPTY, type Failure, failed, isFailure, type Later, type Outcome, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { splitCommand } from '../values/command-words.ts';
import { firstAnswer } from '../values/iterate.ts';

/** `${run{command}…}`: the words of the command are split, then each is expanded; `,preexpand` turns this around. */
export const run: ItemRow = {
  name: 'run',
  doc: 'Runs a program without a shell; $value is what it wrote, $runrc its status, which decides between yes and no.',
  syntax: { kind: 'command' },
  evaluate: evaluateRun,
  skipped: ({ branches: [yes] }, state) => (yes === undefined ? EMPTY : skippedText(yes, state)),
};

function evaluateRun(node: ItemNode, state: Run): Later<Outcome> {
  if (node.fault !== undefined) return failed(node.fault.message);
  return after(commandOf(node, state), (words) => {
    if (isFailure(words)) return words;
    return after(state.host.system.run(words), (answer) => {
      if (isFailure(answer)) return answer;
      state.runStatus = answer.status;
      if (state.host.lastRun !== undefined) state.host.lastRun.status = answer.status;
      const value = clean(answer.output);
      return choose(node, state, { success: answer.status === 0, value, keepsValue: true });
    });
  });
}

function commandOf({ words, args }: ItemNode, state: Run): Later<readonly string[] | Failure> {
  if (words[0] !== 'preexpand') return expandWords(words[0]!, state);
  return after(evaluateSequence(args[0]!, state), (command) => {
    if (command.kind !== 'text') return command;
    const [program] = splitCommand(command.text);
    return command.tainted
      ? failed(`Tainted arg 0 for \${run} command: '${program ?? ''}'`)
      : splitCommand(command.text);
  });
}

function expandWords(command: string, state: Run): Later<readonly string[] | Failure> {
  const words: string[] = [];
  const failure = firstAnswer(splitCommand(command), (word) =>
    after(state.again(state, textOf(word, false)), (outcome) => {
      if (outcome.kind !== 'text') return withinCommand(outcome, word, command);
      if (words.length === 0 && outcome.tainted) return failed(`Tainted arg 0 for \${run} command: '${outcome.text}'`);
      words.push(outcome.text);
      return undefined;
    }),
  );
  return after(failure, (found) => found ?? words);
}

const withinCommand = ({ kind, message }: Failure, word: string, command: string): Failure => ({
  kind,
  message: `Expansion of "${word}" from command "${command}" in \${run} expansion failed: ${message}`,
});
