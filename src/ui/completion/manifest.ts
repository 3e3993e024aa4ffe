/** What completions need of oclif's manifest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CommandShape {
  /** As typed: `dane check`. */
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly FlagShape[];
}

export interface FlagShape {
  readonly name: string;
  readonly char?: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly options: readonly string[];
}

interface ManifestFlag {
  readonly char?: string;
  readonly description?: string;
  readonly type: string;
  readonly options?: readonly string[];
  readonly hidden?: boolean;
}

interface Manifest {
  readonly commands: Readonly<
    Record<string, { readonly summary?: string; readonly flags: Readonly<Record<string, ManifestFlag>> }>
  >;
}

/** @param root  the package's folder; the build puts the manifest there */
export function readCommandShapes(root: string): readonly CommandShape[] {
  const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest;
  return Object.entries(commands).map(([id, { summary = '', flags }]) => ({
    name: id.replaceAll(':', ' '),
    summary: summary.replace(/\.$/, ''),
    flags: Object.entries(flags)
      .filter(([, flag]) => flag.hidden !== true)
      .map(([name, flag]) => describe(name, flag)),
  }));
}

function describe(name: string, { char, description = '', type, options = [] }: ManifestFlag): FlagShape {
  return { name, ...(char !== undefined && { char }), description, takesValue: type === 'option', options };
}

/** The first words: topics and commands of one word, with what they are about. */
export function firstWords(commands: readonly CommandShape[]): readonly string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0]!))];
}

/** Second words of a topic. */
export function secondWords(commands: readonly CommandShape[], topic: string): readonly CommandShape[] {
  return commands.filter(({ name }) => name.startsWith(`${topic} `));
}
