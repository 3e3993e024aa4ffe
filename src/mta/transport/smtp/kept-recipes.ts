/** Recipes that say the same of a host for every message, since no option looks at one: they are made once. */
import { ok, type Result } from '../../../base/index.ts';
import type { Driver, Setting } from '../../config/index.ts';
import type { Later } from '../../expand/index.ts';
import { text } from '../settings.ts';
import type { HostFacts, Target } from './host-facts.ts';
import type { Errand } from './load.ts';
import { dependsOnMessage, makeRecipe, type Recipe } from './recipe.ts';
import type { HostTrouble } from './trouble.ts';

/** @param inClear  TLS has failed there: it is not tried again */
export function recipeFor(errand: Errand, facts: HostFacts, inClear = false): Later<Result<Recipe, HostTrouble>> {
  const { transport } = errand.delivery;
  const { target, port } = facts;
  // DANE looks at the DNS, which may say other things later.
  if (inClear || target.dnssec === true || !isIndifferent(errand)) return makeRecipe(errand, facts, inClear);
  const recipes = kept.get(transport) ?? new Map<string, Recipe>();
  const name = nameOf(target, port);
  const known = recipes.get(name);
  if (known !== undefined) return ok({ ...known, facts });
  return makeRecipe(errand, facts, inClear).then((made) => {
    if (made.ok) {
      if (recipes.size >= MOST_KEPT) recipes.clear();
      kept.set(transport, recipes.set(name, made.value));
    }
    return made;
  });
}

const kept = new WeakMap<Driver, Map<string, Recipe>>();
const MOST_KEPT = 2000;

const nameOf = ({ name, address, port, mx }: Target, called: number): string =>
  `${name} ${address} ${port} ${mx} ${called}`;

const indifferent = new WeakMap<Driver, boolean>();

function isIndifferent({ delivery: { transport }, world }: Errand): boolean {
  const known = indifferent.get(transport);
  if (known !== undefined) return known;
  const { settings } = transport;
  const is = [...settings].every(([name, setting]) => isPlain(name, setting)) && !asksAsMessage(transport, world);
  indifferent.set(transport, is);
  return is;
}

/** AUTH may be another's for another sender. */
const asksAsMessage = (transport: Driver, world: Errand['world']): boolean =>
  dependsOnMessage(world) &&
  ['hosts_try_auth', 'hosts_require_auth'].some((option) => (text(transport, option) ?? '') !== '');

/** What is not known to be indifferent is not. */
function isPlain(name: string, { value }: Setting): boolean {
  if (ELSEWHERE.has(name) || typeof value !== 'string') return true;
  if (LISTS.has(name)) return value === '' || value === '*';
  return TEXTS.has(name) && !value.includes('$') && !value.includes('\\');
}

/** No recipe is made of them. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'driver',
  'port',
  'hosts',
  'fallback_hosts',
  'hosts_randomize',
  'headers_add',
  'headers_remove',
  'headers_rewrite',
  'return_path',
  'message_size_limit',
  'max_parallel',
  'transport_filter',
  'dkim_domain',
  'dkim_selector',
  'dkim_private_key',
  'dkim_canon',
  'dkim_strict',
  'dkim_sign_headers',
  'dkim_hash',
  'dkim_identity',
  'dkim_timestamps',
]);

const LISTS: ReadonlySet<string> = new Set([
  'serialize_hosts',
  'hosts_avoid_esmtp',
  'hosts_avoid_pipelining',
  'hosts_avoid_tls',
  'hosts_require_tls',
  'hosts_nopass_tls',
  'hosts_try_auth',
  'hosts_require_auth',
  'hosts_try_chunking',
  'hosts_try_prdr',
  'hosts_try_dane',
  'tls_verify_hosts',
  'tls_try_verify_hosts',
  'tls_verify_cert_hostnames',
]);

const TEXTS: ReadonlySet<string> = new Set(['helo_data', 'interface', 'protocol', 'tls_sni']);
