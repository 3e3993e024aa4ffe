/** AUTH (RFC 4954): mechanisms in turn until one succeeds, challenges answered, and nothing secret in clear. */
import { fromBase64, toBase64 } from '../../../base/index.ts';
import { isTemporary, type Reply } from '../reply.ts';
import { findMechanism, PASSWORD_MECHANISMS } from './auth/registry.ts';
import type { AuthPlan, MechanismDef } from './auth/types.ts';
import {
  type AuthState,
  after,
  broken,
  type ClientState,
  type ClientStep,
  changed,
  goodbye,
  refused,
  say,
  settled,
  stopUnread,
} from './state.ts';

/** RFC 4954 §4: a command line has 512 octets, whatever else AUTH may carry. */
const MAX_COMMAND_OCTETS = 510;
/** RFC 4954 §4.1. */
const MAX_CHALLENGE_OCTETS = 12_288;

export function beginAuth(state: ClientState, auth: AuthPlan | undefined): ClientStep {
  if (auth === undefined) return authDone(state);
  const offered = (state.extensions.get('AUTH') ?? '').toUpperCase().split(/\s+/);
  const wanted = auth.mechanisms ?? PASSWORD_MECHANISMS;
  const both = wanted.filter((name) => offered.includes(name));
  const usable = both.filter((name) => isUsable(name, auth, state.isSecure));
  if (usable.length > 0) return tryNext(state, usable, auth);
  const detail = whyNone(state, wanted, both, offered);
  if (auth.optional === 'no') return goodbye(state, { kind: 'auth-failed', detail, temporary: false });
  return after([{ kind: 'note', text: `no AUTH: ${detail}` }], authDone(state));
}

const isUsable = (name: string, { allowsClear }: AuthPlan, isSecure: boolean): boolean => {
  const mechanism = findMechanism(name);
  return mechanism !== undefined && (isSecure || allowsClear || !mechanism.showsSecret);
};

function whyNone(
  { extensions }: ClientState,
  wanted: readonly string[],
  both: readonly string[],
  offered: readonly string[],
): string {
  if (!extensions.has('AUTH')) return 'the server does not offer AUTH';
  if (both.length === 0) return `the server offers AUTH ${offered.join(' ')}, and not ${wanted.join(' or ')}`;
  return `${both.join(' and ')} would show the password, and there is no TLS`; // RFC 4954 §4, RFC 4616 §4
}

const authDone = (state: ClientState): ClientStep =>
  settled(changed(state, { auth: undefined, done: { ...state.done, auth: true } }));

function tryNext(state: ClientState, [name, ...rest]: readonly string[], plan: AuthPlan): ClientStep {
  const mechanism = findMechanism(name!)!;
  const exchange = mechanism.begin(plan.credentials, plan.random);
  const { text, shown } = authCommand(mechanism, exchange.initial, plan.isShown);
  const begun = changed(state, { auth: { exchange, mechanism: mechanism.name, rest } });
  return stopUnread(say(begun, [{ stage: 'auth', text, shown }]), 'auth');
}

/** An initial response that does not fit is sent when it is asked for. */
function authCommand(
  { name }: MechanismDef,
  initial: Uint8Array | undefined,
  isShown = false,
): { text: string; shown: string } {
  const bare = `AUTH ${name}`;
  if (initial === undefined) return { text: bare, shown: bare };
  const text = `${bare} ${initial.length === 0 ? '=' : toBase64(initial)}`; // §4: "=" is the empty one
  return text.length > MAX_COMMAND_OCTETS
    ? { text: bare, shown: bare }
    : { text, shown: isShown ? text : `${bare} ${MASK}` };
}

/** In place of what was said, in whatever is shown. */
const MASK = '<hidden>';

export function takeAuth(state: ClientState, reply: Reply, plan: AuthPlan | undefined): ClientStep {
  const { auth } = state;
  if (auth === undefined || plan === undefined) return authDone(state);
  if (reply.code === 334) return answer(state, auth, reply, plan.isShown === true);
  if (reply.code === 235 && auth.cancelled === undefined) {
    if (auth.exchange.unproven === undefined) return authDone(state);
    return goodbye(state, { kind: 'auth-failed', detail: auth.exchange.unproven, reply, temporary: false });
  }
  if (reply.code === 421) return refused(state, 'auth', reply);
  const isFinal = reply.code === 535 && plan.mechanisms === undefined; // wrong is wrong, whichever way it is said
  if (auth.rest.length > 0 && !isFinal) return tryNext(state, auth.rest, plan);
  if (plan.optional === 'always') return authDone(state);
  const detail =
    auth.cancelled === undefined ? `AUTH ${auth.mechanism} was refused` : `AUTH ${auth.mechanism}: ${auth.cancelled}`;
  return goodbye(state, { kind: 'auth-failed', detail, reply, temporary: isTemporary(reply) });
}

function answer(state: ClientState, auth: AuthState, reply: Reply, isShown: boolean): ClientStep {
  // To our "*" RFC 4954 §4 knows 501 alone; another challenge would go round for ever.
  if (auth.cancelled !== undefined) return broken(state, 'the server asks on though AUTH was broken off', 'auth');
  const text = reply.lines.length === 1 ? reply.lines[0]!.trim() : '';
  const challenge = text.length <= MAX_CHALLENGE_OCTETS ? fromBase64(text) : undefined;
  const next =
    challenge === undefined || reply.lines.length !== 1
      ? ({ kind: 'cancel', why: 'the challenge is not base64' } as const)
      : auth.exchange.respond(challenge);
  if (next.kind === 'cancel') {
    const cancelled = changed(state, { auth: { ...auth, cancelled: next.why } });
    return say(cancelled, [{ stage: 'auth', text: '*' }]); // RFC 4954 §4
  }
  const responded = changed(state, { auth: { ...auth, exchange: next.next } });
  const said = toBase64(next.octets);
  return say(responded, [{ stage: 'auth', text: said, shown: said === '' || isShown ? said : MASK }]);
}
