/** Files of dialogues: `@config NAME` with a configuration, then `@dialogue TITLE [IP]` with what a client says to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Dialogue {
  readonly title: string;
  readonly configuration: string;
  readonly from: string;
  readonly lines: readonly string[];
}

/** Before every configuration. */
const HEAD = 'primary_hostname = our.example\nkeep_environment =\n';
/** Before those that say nothing of it. */
const WANTS_HELO = 'hosts_require_helo = *\n';
const CLIENT = '10.1.2.3';

/** Those of `cases/` in a suite's folder, and in the full form those of `more/` as well. */
export const readDialogues = (suite: string, { full }: { readonly full: boolean }): readonly Dialogue[] =>
  ['cases', ...(full ? ['more'] : [])].map((name) => join(suite, name)).flatMap(readFolder);

const readFolder = (folder: string): readonly Dialogue[] =>
  readdirSync(folder)
    .sort()
    .flatMap((name) => readFile(name.replace('.dialogues', ''), readFileSync(join(folder, name), 'utf8')));

function readFile(file: string, text: string): readonly Dialogue[] {
  return text
    .split(/^@config /m)
    .slice(1)
    .flatMap((part) => {
      const [head = '', ...dialogues] = part.split(/^@dialogue /m);
      const name = head.slice(0, head.indexOf('\n'));
      const own = head.slice(head.indexOf('\n') + 1);
      const configuration = HEAD + (own.includes('hosts_require_helo') ? '' : WANTS_HELO) + own;
      return dialogues.map((dialogue) => readDialogue(`${file}, ${name}`, configuration, dialogue));
    });
}

function readDialogue(where: string, configuration: string, text: string): Dialogue {
  const [title = '', ...lines] = text.replace(/\n$/, '').split('\n');
  const [, name = title, from = CLIENT] = /^(.*?)(?: \[([0-9a-f.:]+)\])?$/.exec(title) ?? [];
  return { title: `${where}: ${name}`, configuration, from, lines };
}
