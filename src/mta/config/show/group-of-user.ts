/** The group that a user of this host has by his entry. */
import { readFileSync } from 'node:fs';

/** @param user  a name, or a number, which has no group; @returns the group's name, or its number where it has none */
export function groupOfUser(user: string): string | undefined {
  const id = entries('/etc/passwd').find(([name]) => name === user)?.[3];
  if (id === undefined) return undefined;
  return entries('/etc/group').find(([, , number]) => number === id)?.[0] ?? id;
}

function entries(file: string): readonly (readonly string[])[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
