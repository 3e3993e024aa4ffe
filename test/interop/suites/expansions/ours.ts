/** What we make of lines, in this process. */
import { expand, parseExpansion } from '../../../../src/mta/expand/index.ts';
import { createHost, readHostConfiguration } from '../../../../src/mta/host/index.ts';
import { writeConfiguration } from './configuration.ts';

export async function ourAnswers(lines: readonly string[], folder: string): Promise<readonly string[]> {
  const configuration = readHostConfiguration({ file: writeConfiguration(folder) });
  if (!configuration.ok) throw new Error(configuration.error.join('\n'));
  process.env.EXPANSIONS_A = 'environment';
  const host = createHost({ configuration: configuration.value });
  const answers: string[] = [];
  for (const line of lines) {
    const outcome = await expand(parseExpansion(line.replace(/[ \t\v\f\r]+$/, '')), host);
    answers.push(outcome.kind === 'text' ? outcome.text : `Failed: ${outcome.message}`);
  }
  await host.close();
  return answers;
}
