/** From the greeting to the point where mail may be sent: hello, STARTTLS, XCLIENT, AUTH, in this order. */
import { parseExtensions } from '../extensions.ts';
import { isPositive, isTemporary, type Reply } from '../reply.ts';
import {
  after,
  broken,
  type ClientState,
  type ClientStep,
  changed,
  goodbye,
  refused,
  type Sent,
  say,
  settled,
  stay,
  stopAt,
  stopUnread,
} from './state.ts';
import type { Stage } from './types.ts';

export function takeGreeting(state: ClientState, reply: Reply): ClientStep {
  if (reply.code !== 220) return refused(state, 'greeting', reply); // RFC 5321 §3.1: 554, and 421
  const stopped = state.xclientSent === 0 ? stopAt(state, 'banner') : undefined;
  return stopped ?? sayHello(state);
}

export function sayHello(state: ClientState, keyword = firstKeyword(state)): ClientStep {
  const stage = keyword.toLowerCase() as Stage;
  const said = say(changed(state, { hello: keyword }), [{ stage, text: `${keyword} ${state.plan.ehlo}` }]);
  const first = stopUnread(said, 'first-helo');
  return isFirstHello(state) ? first : stopUnread(first, 'helo');
}

function firstKeyword({ plan, isSecure, hello }: ClientState): ClientState['hello'] {
  if (isSecure && plan.protocol === 'esmtp') return 'EHLO';
  return plan.protocol === 'lmtp' ? 'LHLO' : plan.protocol === 'smtp' ? 'HELO' : hello;
}

/** RFC 5321 §3.2: EHLO that is not understood is followed by HELO, which offers nothing. */
export function takeHello(state: ClientState, reply: Reply, { stage }: Sent): ClientStep {
  if (!isPositive(reply)) {
    const isUnknown = state.plan.alwaysFallsBack === true || (!isTemporary(reply) && reply.code !== 554);
    const mayFallBack = stage === 'ehlo' && isUnknown;
    return mayFallBack ? sayHello(state, 'HELO') : refused(state, stage, reply);
  }
  const extensions = stage === 'helo' ? new Map<string, string>() : parseExtensions(reply);
  const greeted = changed(state, { extensions });
  return after([{ kind: 'offered', extensions }], stopAt(greeted, 'first-helo') ?? settled(greeted));
}

/** STARTTLS may still come behind it. */
const isFirstHello = ({ isSecure, plan, done }: ClientState): boolean =>
  !isSecure && plan.tls !== 'never' && plan.tls !== 'on-connect' && !done.tls;

export function sayStartTls(state: ClientState): ClientStep {
  const { plan, extensions } = state;
  const passed = changed(state, { done: { ...state.done, tls: true } });
  if (plan.tls === 'never' || state.isSecure) return settled(passed);
  const isOffered = extensions.get('STARTTLS') === ''; // RFC 3207 §4: no parameter
  if (isOffered && plan.tls === 'neither')
    return goodbye(state, {
      kind: 'not-offered',
      stage: 'starttls',
      detail: 'TLS is to be avoided, and required',
      isAvoided: true,
    });
  if (isOffered) return stopUnread(say(state, [{ stage: 'starttls', text: 'STARTTLS' }]), 'tls');
  if (plan.tls !== 'required' && plan.tls !== 'neither')
    return after(
      [{ kind: 'note', text: 'STARTTLS is not offered; going on in clear' }],
      stopAt(passed, 'tls') ?? settled(passed),
    );
  return goodbye(state, { kind: 'not-offered', stage: 'starttls', detail: 'the server does not offer STARTTLS' });
}

export function takeStartTls(state: ClientState, reply: Reply): ClientStep {
  if (reply.code === 220) return stay(changed(state, { awaits: 'tls' }), { kind: 'secure' });
  const { tls } = state.plan;
  const goesOn = tls === 'optional' || (tls === 'unless-refused' && !isTemporary(reply));
  if (!goesOn || reply.code === 421) return refused(state, 'starttls', reply);
  const note = { kind: 'note', text: 'STARTTLS was refused; going on in clear' } as const;
  const passed = changed(state, { done: { ...state.done, tls: true } });
  return after([note], stopAt(passed, 'tls') ?? settled(passed));
}

/** RFC 3207 §4.2: all that was learnt in clear is forgotten. */
export function takeSecured(state: ClientState): ClientStep {
  if (state.awaits !== 'tls') return broken(state, 'TLS began out of turn');
  const secured = changed(state, {
    awaits: undefined,
    isSecure: true,
    extensions: new Map(),
    done: { ...state.done, tls: true },
  });
  const stopped = stopAt(secured, 'tls');
  if (stopped !== undefined) return stopped;
  // Before the greeting, where TLS came with the connection.
  return state.plan.tls === 'on-connect' ? awaitGreeting(secured) : sayHello(secured);
}

export const awaitGreeting = (state: ClientState): ClientStep =>
  stay(changed(state, { sent: [{ stage: 'greeting', order: 0 }] }), { kind: 'awaited', stage: 'greeting' });

/** Postfix's XCLIENT: the server begins anew with its greeting after each. */
export function sayXclient(state: ClientState): ClientStep {
  const { xclient } = state.plan;
  const text = xclient?.commands[state.xclientSent];
  if (xclient === undefined || text === undefined) return xclientDone(state);
  if (state.extensions.has('XCLIENT')) return stopUnread(say(state, [{ stage: 'xclient', text }]), 'xclient');
  if (xclient.isOptional)
    return after([{ kind: 'note', text: 'XCLIENT is not offered; going on without' }], xclientDone(state));
  return goodbye(state, { kind: 'not-offered', stage: 'xclient', detail: 'the server does not offer XCLIENT' });
}

const xclientDone = (state: ClientState): ClientStep =>
  settled(changed(state, { done: { ...state.done, xclient: true } }));

export function takeXclient(state: ClientState, reply: Reply): ClientStep {
  const { xclient } = state.plan;
  if (!isPositive(reply)) {
    if (xclient?.isOptional !== true || reply.code === 421) return refused(state, 'xclient', reply);
    return xclientDone(state);
  }
  const said = changed(state, { xclientSent: state.xclientSent + 1 });
  const isLast = said.xclientSent === xclient?.commands.length;
  return (isLast ? stopAt(said, 'xclient') : undefined) ?? sayHello(said); // the 220 was the new greeting
}
