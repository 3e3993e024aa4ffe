/** An exchange of AUTH with the authenticators of a configuration: what the client says against what it is told. */
import {
  type Authenticators,
  type AuthStep,
  type AuthWorld,
  createAuthenticators,
} from '../../../src/mta/auth/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { createHost, hostConfiguration } from '../../../src/mta/host/index.ts';

export interface AuthBench {
  readonly authenticators: Authenticators;
  readonly world: AuthWorld;
}

/** @param text  what follows `begin authenticators` */
export function authBench(text: string, more: Partial<AuthWorld> = {}): AuthBench {
  const whole = `primary_hostname = mail.example.org\nbegin authenticators\n${text}`;
  const read = readConfiguration({ text: whole });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  const host = createHost({ configuration: hostConfiguration(read.value) });
  return { authenticators: createAuthenticators(read.value), world: { host, ...more } };
}

/** What a client says: texts are octets; a function answers a challenge. */
export type Saying = string | ((challenge: string) => string);

export interface Told {
  readonly challenges: readonly string[];
  readonly last: AuthStep | undefined;
}

/** @param sayings  what goes with AUTH (undefined: nothing), then the answers */
export async function converse(
  { authenticators, world }: AuthBench,
  mechanism: string,
  ...[initial, ...answers]: readonly (Saying | undefined)[]
): Promise<Told> {
  const octets = typeof initial === 'string' ? Buffer.from(initial, 'latin1') : undefined;
  let step = await authenticators.begin(mechanism, world, octets);
  const challenges: string[] = [];
  for (const answer of answers) {
    if (step?.kind !== 'challenge') break;
    const challenge = Buffer.from(step.says).toString('latin1');
    challenges.push(challenge);
    const said = typeof answer === 'function' ? answer(challenge) : (answer ?? '');
    step = await step.respond(Buffer.from(said, 'latin1'), world);
  }
  if (step?.kind === 'challenge') challenges.push(Buffer.from(step.says).toString('latin1'));
  return { challenges, last: step };
}

/** In a line: what the client is told, the identity, what only the log says. */
export function summary({ last }: Told): string {
  if (last === undefined) return 'no such mechanism';
  if (last.kind === 'challenge') return 'challenge';
  const reply = `${last.reply.code} ${last.reply.text}`;
  if (last.kind === 'done') return last.id === undefined ? reply : `${reply} id=${last.id}`;
  return last.log === undefined || last.log === reply ? reply : `${reply} | ${last.log}`;
}
