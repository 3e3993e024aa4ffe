/** Ports by name, as the system's list of services has them. */
import { readFileSync } from 'node:fs';

/** Those of mail, for systems without a list. */
const MAIL: Readonly<Record<string, number>> = {
  smtp: 25,
  mail: 25,
  smtps: 465,
  ssmtp: 465,
  submissions: 465,
  submission: 587,
};

let listed: ReadonlyMap<string, number> | undefined;

/** 0 to 65535; undefined where the name is not known. */
export function portNumber(name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name) <= 65_535 ? Number(name) : undefined;
  return MAIL[name] ?? services().get(name);
}

function services(): ReadonlyMap<string, number> {
  listed ??= readServices();
  return listed;
}

/** Lines as `submission 587/tcp # comment`, further names behind. */
function readServices(): ReadonlyMap<string, number> {
  try {
    const rows = readFileSync('/etc/services', 'latin1').split('\n').flatMap(readLine);
    return new Map(rows);
  } catch {
    return new Map();
  }
}

function readLine(line: string): readonly (readonly [string, number])[] {
  const [name, port, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
  const [, number] = /^(\d+)\/tcp$/.exec(port ?? '') ?? [];
  return number === undefined ? [] : [name!, ...aliases].map((one) => [one, Number(number)] as const);
}
