/** AUTH whose words somebody else knows: asked at first and after each reply (RFC 4954 §4). */
import type { Reply } from '../reply.ts';
import {
  type ClientState,
  type ClientStep,
  changed,
  goodbye,
  greetedOf,
  refused,
  say,
  settled,
  stay,
} from './state.ts';
import type { AuthAnswer } from './types.ts';

export const askForAuth = (state: ClientState, reply?: Reply): ClientStep =>
  stay(changed(state, { awaits: 'auth' }), {
    kind: 'authenticate',
    greeted: greetedOf(state),
    ...(reply !== undefined && { reply }),
  });

/** RFC 5321 §3.8: behind 421 there is nothing more to be said. */
export const takeAskedReply = (state: ClientState, reply: Reply): ClientStep =>
  reply.code === 421 ? refused(state, 'auth', reply) : askForAuth(state, reply);

export function takeAuthAnswer(state: ClientState, answer: AuthAnswer): ClientStep {
  switch (answer.kind) {
    case 'say':
      return say(state, [{ stage: 'auth', text: answer.text, shown: answer.shown }]);
    case 'go-on': {
      const { as } = answer;
      const done = { ...state.done, auth: true };
      return settled(changed(state, as === undefined ? { done } : { done, authenticated: as }));
    }
    case 'give-up': {
      const { detail, reply, temporary } = answer;
      return goodbye(state, { kind: 'auth-failed', detail, temporary, ...(reply !== undefined && { reply }) });
    }
  }
}
