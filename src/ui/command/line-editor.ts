/** A prompt on a terminal, with history and completion. */
import { createInterface, type Interface } from 'node:readline';

export interface LineEditor {
  readonly prompt: string;
  readonly complete: (line: string) => readonly [readonly string[], string];
  /** @returns what to show for the line */
  readonly answer: (line: string) => string | Promise<string>;
  /** The line at hand, and those it goes on from, are given up. */
  readonly cancel: () => void;
}

/** Until the end of input, or ^C twice where nothing is written; lines are answered one after the other. */
export async function editLines({ prompt, complete, answer, cancel }: LineEditor): Promise<void> {
  const editor = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt,
    historySize: 1000,
    completer: (line: string) => complete(line) as [string[], string],
  });
  giveUpLines(editor, cancel);
  editor.prompt();
  for await (const line of editor) {
    process.stdout.write(await answer(line));
    editor.prompt();
  }
  process.stdout.write('\n');
}

/** ^C takes the line back, as a shell does. */
function giveUpLines(editor: Interface, cancel: () => void): void {
  let before = false;
  editor.on('line', () => {
    before = false;
  });
  editor.on('SIGINT', () => {
    const isEmpty = editor.line === '';
    if (isEmpty && before) return editor.close();
    before = isEmpty;
    cancel();
    process.stdout.write(isEmpty ? '\n(^C again, or ^D, ends)\n' : '^C\n');
    editor.write(null, { ctrl: true, name: 'e' });
    editor.write(null, { ctrl: true, name: 'u' });
    editor.prompt();
  });
}
