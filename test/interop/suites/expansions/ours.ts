/** What we make of lines, in this process, and what each row in them came to. */
import { expand, type Outcome, parseExpansion } from '../../../../src/mta/expand/index.ts';
import { createHost, readHostConfiguration } from '../../../../src/mta/host/index.ts';
import { writeConfiguration } from './configuration.ts';

/** Parts of a line that were evaluated, with what they came to. */
export type Seen = readonly (readonly [part: object, outcome: Outcome])[];

export interface OurAnswers {
  readonly answers: readonly string[];
  readonly seen: readonly Seen[];
}

export async function ourAnswers(lines: readonly string[], folder: string): Promise<OurAnswers> {
  const configuration = readHostConfiguration({ file: writeConfiguration(folder) });
  if (!configuration.ok) throw new Error(configuration.error.join('\n'));
  process.env.EXPANSIONS_A = 'environment';
  const host = createHost({ configuration: configuration.value });
  const answers: string[] = [];
  const seen: Seen[] = [];
  for (const line of lines) {
    const parts: [object, Outcome][] = [];
    const tree = parseExpansion(line.replace(/[ \t\v\f\r]+$/, ''));
    const outcome = await expand(tree, host, (part, came) => void parts.push([part, came]));
    answers.push(outcome.kind === 'text' ? outcome.text : `Failed: ${outcome.message}`);
    seen.push(parts);
  }
  await host.close();
  return { answers, seen };
}
