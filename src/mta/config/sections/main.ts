/** The main section: macros, named lists, options. */
import { type LogicalLines, startsLikeMacro } from '../lines/logical.ts';
import type { Macros } from '../lines/macros.ts';
import type { Problems } from '../problems.ts';
import type { NamedList, Setting } from '../types.ts';
import { readMacro } from './macro.ts';
import { readNamedList, startsNamedList } from './named-list.ts';
import { readSetting } from './setting.ts';

export interface MainSection {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly lists: readonly NamedList[];
}

export function readMain(lines: LogicalLines, macros: Macros, problems: Problems): MainSection {
  const settings = new Map<string, Setting>();
  const lists: NamedList[] = [];
  const unknown = (name: string): string => `main option "${name}" unknown`;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (startsLikeMacro(line.text)) readMacro(line, macros, problems);
    else if (startsNamedList(line.text)) readNamedList(line, lists, problems);
    else readSetting(line, { scopes: ['main'], unknown, settings }, problems);
  }
  return { settings, lists };
}
