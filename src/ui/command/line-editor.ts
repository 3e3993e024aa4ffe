/** A prompt on a terminal, with history and completion. */
import { createInterface } from 'node:readline';

export interface LineEditor {
  readonly prompt: string;
  readonly complete: (line: string) => readonly [readonly string[], string];
  /** @returns what to show for the line */
  readonly answer: (line: string) => string | Promise<string>;
}

/** Until the end of input; lines are answered one after the other. */
export async function editLines({ prompt, complete, answer }: LineEditor): Promise<void> {
  const editor = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt,
    historySize: 1000,
    completer: (line: string) => complete(line) as [string[], string],
  });
  editor.prompt();
  for await (const line of editor) {
    process.stdout.write(await answer(line));
    editor.prompt();
  }
}
