/** A resolver that is made when it is first asked. */
import { err, type Result } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import type { Later } from '../expand/index.ts';

type Open = () => Later<Result<Resolver, { readonly message: string }>>;

export function resolverOver(open: Open): Resolver {
  let opened: Promise<Result<Resolver, { readonly message: string }>> | undefined;
  return {
    lookup: async (name, type, options) => {
      opened ??= Promise.resolve(open());
      const resolver = await opened;
      if (resolver.ok) return resolver.value.lookup(name, type, options);
      return err({ code: 'dns/configuration', message: resolver.error.message, fault: 'local', temporary: true });
    },
    close: async () => {
      const resolver = await opened;
      if (resolver?.ok === true) await resolver.value.close();
    },
  };
}
