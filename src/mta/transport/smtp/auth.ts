/** AUTH with a next hop: the authenticators of the configuration, and what is told of those that are refused. */
import type { ConverseOptions, Reply } from '../../../core/smtp/index.ts';
import { createClientAuth } from '../../auth/index.ts';
import { raise } from './events.ts';
import type { Errand } from './load.ts';
import type { Recipe } from './recipe.ts';
import { hostOf } from './settings.ts';
import { replyText } from './texts.ts';

export function authFor(load: Errand, recipe: Recipe): Pick<ConverseOptions, 'authenticate'> {
  const { delivery, world } = load;
  const { facts } = recipe;
  if (!recipe.wantsAuth) return {};
  const auth = createClientAuth(world.configuration, {
    required: recipe.requiresAuth,
    world: { host: hostOf(delivery, world, facts) },
    onSaid: (shown) => {
      facts.authSaid = shown;
    },
    onRefused: async (name: string, reply: Reply) => {
      const { name: host, address } = facts.target;
      const said = replyText(reply);
      const forced = await raise(load, facts, { name: 'auth:fail', data: said });
      world.log(forced ?? `${name} authenticator failed H=${host} [${address}] ${said}`);
    },
  });
  return {
    authenticate: async (greeted, reply) => {
      const answer = await auth.answer(greeted, reply);
      facts.authenticatedId = auth.id();
      return answer;
    },
  };
}
