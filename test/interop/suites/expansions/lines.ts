/** Strings written by hand: those of the tables of expansions, and those beside this file that need a system. */
import { readdirSync, readFileSync } from 'node:fs';

const TABLES = new URL('../../../mta/expand/', import.meta.url);
const OWN = new URL('lines.txt', import.meta.url);

/** Only what Exim 4.96 knows, too, and what says the same at any time and in any process. */
const NOT_HERE =
  /\$\{?(?:pid|tod_|load_average|compile_|exim_version|version_number|home|spool_|log_)|atime|HOME|headerwrap|xtextd|^\$0$|\}\$1$|\$\{?runrc/;

export function handWritten(): readonly string[] {
  const tables = readdirSync(TABLES).filter((name) => name.endsWith('.expand'));
  const fromTables = tables.flatMap((name) =>
    linesOf(new URL(name, TABLES)).flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : [])),
  );
  const own = linesOf(OWN).filter((line) => line !== '' && !line.startsWith('#'));
  return [...new Set([...fromTables, ...own])].filter((line) => !NOT_HERE.test(line) && !/^[A-Z]|\\\s*$/.test(line));
}

const linesOf = (file: URL): readonly string[] => readFileSync(file, 'latin1').split('\n');
