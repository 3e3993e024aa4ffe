/** The configuration as it is read (`-bP config`): macros put in, conditions decided, files included, continuations joined. */
import { type ConfigurationFiles, systemFiles } from '../files.ts';
import { LogicalLines, startsLikeMacro } from '../lines/logical.ts';
import { Macros } from '../lines/macros.ts';
import { Source } from '../lines/source.ts';
import { builtInMacros } from '../macros/built-in.ts';
import { Problems } from '../problems.ts';
import type { Macro } from '../types.ts';
import { withoutWideBlanks } from './blanks.ts';
import { NOT_DISPLAYABLE } from './print.ts';

export interface ListingOptions {
  readonly macros: Readonly<Record<string, string>>;
  /** Values of macros, and those that are hidden, are shown. */
  readonly revealsAll: boolean;
  readonly files?: ConfigurationFiles;
  readonly builtIn?: readonly Macro[];
}

export interface ListedLine {
  /** Blank: what keeps sections apart. */
  readonly text: string;
  readonly indent: number;
}

/** @param file  one that could be read whole */
export function listConfiguration(
  file: string,
  text: string,
  { macros: given, revealsAll, files = systemFiles, builtIn }: ListingOptions,
): readonly ListedLine[] {
  const source = new Source(files, file, text);
  const macros = new Macros(() => builtIn ?? builtInMacros(), given);
  const lines = new LogicalLines(source, macros, new Problems());
  const markers = new Markers(file);
  const listed: ListedLine[] = [];
  for (let section = 'main'; ; ) {
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      if (startsLikeMacro(line.text)) macros.define(line.text);
      listed.push(...markers.upTo(source.trail));
      const indent = indentOf(line.text, section);
      if (indent === 2 && isNamed(line.text) && listed.at(-1)?.text !== '') listed.push({ text: '', indent: 0 });
      listed.push({ text: shown(line.text, revealsAll), indent });
    }
    const next = lines.section();
    if (next === undefined) return listed;
    section = next.section;
    listed.push({ text: '', indent: 0 }, ...markers.upTo(source.trail), { text: `begin ${section}`, indent: 0 });
  }
}

/** Sections of rows have no names to stand below. */
function indentOf(text: string, section: string): number {
  if (section === 'main') return 0;
  return section === 'retry' || section === 'rewrite' || isNamed(text) ? 2 : 4;
}

/** An ACL, or a driver, begins. */
const isNamed = (text: string): boolean => /^[\w-]+:$/.test(text);

/** A macro that is defined again is shown as one that is defined. */
const HIDDEN = /^(hide[ \t].*?|[A-Z]\w*[ \t]*)=.*$/s;
/** A switch has no value behind a sign. */
const HIDDEN_SWITCH = /^hide[ \t][^=]*$/s;

function shown(text: string, revealsAll: boolean): string {
  const close = withoutWideBlanks(text);
  if (revealsAll) return close;
  return HIDDEN_SWITCH.test(close) ? NOT_DISPLAYABLE : close.replace(HIDDEN, `$1= ${NOT_DISPLAYABLE}`);
}

/** `# 3 "file"`: what follows stands there; where a file is included, and where it ends again. */
class Markers {
  private at: readonly { readonly name: string; readonly line: number }[];

  constructor(file: string) {
    this.at = [{ name: file, line: 0 }];
  }

  upTo(trail: Markers['at']): readonly ListedLine[] {
    const common = commonDepth(this.at, trail);
    const left = this.at.length > common ? this.at.slice(0, common).slice(-1) : [];
    const entered = trail.slice(common).flatMap(({ name }, index) => [trail[common + index - 1]!, { name, line: 1 }]);
    if (left.length > 0 || entered.length > 0) this.at = trail.map(({ name, line }) => ({ name, line }));
    return [...left, ...entered].map(({ name, line }) => ({ text: `# ${line} "${name}"`, indent: 0 }));
  }
}

function commonDepth(one: Markers['at'], other: Markers['at']): number {
  const differs = one.findIndex(({ name }, index) => other[index]?.name !== name);
  return differs < 0 ? one.length : differs;
}
