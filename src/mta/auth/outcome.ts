/** From a driver's verdict to what the client and the log are told. */
import { after, expandOption, type Later, type Outcome } from '../expand/index.ts';
import { withStrings } from './strings.ts';
import type {
  AuthDone,
  AuthRefused,
  AuthReply,
  AuthStep,
  AuthStrings,
  AuthWorld,
  DriverStep,
  Instance,
  Verdict,
} from './types.ts';

/** Carries an exchange on until there is a verdict; then `server_set_id` says who it was, or who failed. */
export function stepOf(instance: Instance, world: AuthWorld, later: Later<DriverStep>): Later<AuthStep> {
  return after(later, (step): Later<AuthStep> => {
    if (step.kind === 'verdict') return finish(instance, world, step.strings, step.verdict);
    const { says, respond } = step;
    return {
      kind: 'challenge',
      says,
      respond: (response, now) => stepOf(instance, now, respond(response, now)),
    };
  });
}

function finish(instance: Instance, world: AuthWorld, strings: AuthStrings, verdict: Verdict): Later<AuthStep> {
  const setId = instance.option('server_set_id');
  if (setId === undefined) return conclude(instance, verdict, undefined);
  return after(expandOption(setId, withStrings(world.host, strings)), (id) => conclude(instance, verdict, id));
}

function conclude(instance: Instance, verdict: Verdict, id: Outcome | undefined): AuthStep {
  const text = id?.kind === 'text' ? printing(id.text) : undefined;
  if (verdict.verdict !== 'ok') return refused(instance, verdict, text);
  // Nothing is logged of it, as with Exim: the exchange itself has come to a good end.
  if (id !== undefined && id.kind !== 'text') return { kind: 'defer', authenticator: instance.name, reply: UNABLE };
  return done(instance, text);
}

const done = ({ name, publicName }: Instance, id: string | undefined): AuthDone => ({
  kind: 'done',
  authenticator: name,
  publicName,
  ...(id !== undefined && { id }),
  reply: { code: 235, text: 'Authentication succeeded' },
});

function refused(
  { name }: Instance,
  verdict: Exclude<Verdict, { verdict: 'ok' }>,
  id: string | undefined,
): AuthRefused {
  const failedId = id === undefined || id === '' ? {} : { failedId: id };
  const who = id === undefined || id === '' ? '' : ` (set_id=${id})`;
  switch (verdict.verdict) {
    case 'fail':
      return { kind: 'fail', authenticator: name, ...answered(WRONG, who), ...failedId };
    case 'defer': {
      const reply = verdict.shown === true ? { ...UNABLE, text: `${UNABLE.text}: ${verdict.message}` } : UNABLE;
      const log = `${UNABLE.code} ${UNABLE.text}${who}: ${verdict.message}`;
      return { kind: 'defer', authenticator: name, reply, log, ...failedId };
    }
    case 'unexpected':
      return { kind: 'unexpected', authenticator: name, ...answered(UNEXPECTED) };
    case 'bad-base64':
      return badBase64(name);
  }
}

/** Whatever it said, it was not what was wanted. */
export const wrong = (authenticator: string): AuthRefused => ({
  kind: 'fail',
  authenticator,
  ...answered(WRONG),
});

/** A line of the client was no base64. */
export const badBase64 = (authenticator: string): AuthRefused => ({
  kind: 'bad-base64',
  authenticator,
  ...answered(INVALID),
});

/** The client gave up by a `*`. */
export const cancelled = (authenticator: string): AuthRefused => ({
  kind: 'cancelled',
  authenticator,
  ...answered(CANCELLED),
});

const WRONG: AuthReply = { code: 535, text: 'Incorrect authentication data' };
const UNABLE: AuthReply = { code: 435, text: 'Unable to authenticate at present' };
const UNEXPECTED: AuthReply = { code: 553, text: 'Initial data not expected' };
const INVALID: AuthReply = { code: 501, text: 'Invalid base64 data' };
const CANCELLED: AuthReply = { code: 501, text: 'Authentication cancelled' };

const answered = (reply: AuthReply, more = '') => ({ reply, log: `${reply.code} ${reply.text}${more}` });

/** It goes into log lines and the spool. */
const printing = (text: string): string =>
  text.replace(/[\x00-\x08\x0a-\x1f\x7f-\xff]/g, (octet) =>
    octet === '\n' ? '\\n' : `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
