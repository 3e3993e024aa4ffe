import { expand, firstAnswer, isFailure, parseExpansion, readList, textOf } from '../../../expand/index.ts';
import { setValue } from '../../../facts/index.ts';
import { textOption } from '../../engine/options.ts';
import { type AclRun, log, note } from '../../engine/run.ts';
import { placeName } from '../../engine/site.ts';
import { defer, error, type Said, type TextCondition } from '../../rows.ts';
import type { AclServices } from '../../services.ts';
import { type DnslistItem, judgeAnswers, queryName, readItem } from './item.ts';
import { lookUp, lookUpText } from './look-up.ts';

/** `dnslists = item : item …`: holds where the client, or another key, is in one of the lists. */
export const dnslists: TextCondition = {
  name: 'dnslists',
  takes: 'text',
  test: async ({ text, tainted }, run) => {
    const { dns } = run.world.services;
    const walk: Walk = { run, dns, tainted, onUnknown: false, undecided: false };
    return (await firstAnswer(readList(text).items, (item) => askItem(item, walk))) ?? false;
  },
};

interface Walk {
  readonly run: AclRun;
  readonly dns: AclServices['dns'];
  readonly tainted: boolean;
  /** What it means that nobody knows just now. */
  onUnknown: boolean | 'defer';
  /** A key of the item at hand could not be looked up, where that is to be known. */
  undecided: boolean;
}

const SWITCHES: Readonly<Record<string, Walk['onUnknown']>> = {
  '+include_unknown': true,
  '+exclude_unknown': false,
  '+defer_unknown': 'defer',
};

/** undefined: the next item decides. */
async function askItem(text: string, walk: Walk): Promise<Said | undefined> {
  if (text.startsWith('+')) {
    const found = SWITCHES[text.toLowerCase()];
    if (found === undefined) log(walk.run, `unknown item in dnslist (ignored): ${text}`, ['main', 'panic']);
    else walk.onUnknown = found;
    return undefined;
  }
  const item = readItem(text);
  for (const domain of new Set([item.domain, item.textDomain])) {
    if (/[^A-Za-z0-9._-]/.test(domain))
      log(walk.run, `dnslists domain "${domain}" contains strange characters - is this right?`);
  }
  return askKeys(item, walk);
}

async function askKeys(item: DnslistItem, walk: Walk): Promise<Said | undefined> {
  const { client } = walk.run.world.facts.connection;
  const { phase } = walk.run.world;
  if (item.keys === undefined && (phase === 'not-smtp' || phase === 'not-smtp-start'))
    return error(`cannot test auto-keyed dnslists condition in ${placeName(phase)} ACL`);
  if (item.keys === undefined && client === undefined) return false;
  walk.undecided = false;
  for (const key of item.keys ?? [client!.address]) {
    const said = await askKey(item, key, walk);
    if (said === true) return true;
    if (said === 'defer') walk.undecided = true;
  }
  return walk.undecided ? defer() : undefined;
}

async function askKey(item: DnslistItem, key: string, walk: Walk): Promise<boolean | 'defer'> {
  const said = await isListed(key, item.domain, item.answers, walk);
  if (said === true) tellKey(key, item, walk); // nobody knows, and that is to count as a hit
  if (typeof said !== 'object') return said;
  const isOwn = item.textDomain === item.domain;
  const addresses = isOwn ? said : await isListed(key, item.textDomain, undefined, walk);
  if (typeof addresses !== 'object') return addresses;
  await tell(key, item, addresses, walk);
  return true;
}

/** The answers, where it is listed; else what that means. */
async function isListed(
  key: string,
  domain: string,
  answers: DnslistItem['answers'],
  { run, dns, onUnknown }: Walk,
): Promise<readonly string[] | boolean | 'defer'> {
  const name = queryName(key, domain);
  if (name.length >= MAX_NAME) {
    log(run, `dnslist query is too long (ignored): ${name}...`, ['main', 'panic']);
    return false;
  }
  const addresses = dns === undefined ? undefined : await lookUp(name, run, dns);
  if (addresses === undefined) {
    if (await isKnownBroken(name, run)) return false;
    log(run, `DNS list lookup defer (probably timeout) for ${name}: ${ASSUMED[String(onUnknown)]!}`);
    return onUnknown;
  }
  note(run, `${name} ${addresses.length === 0 ? 'is not listed' : `is ${addresses.join(', ')}`}`);
  if (addresses.length === 0) return false;
  const { isHit, discarded } = judgeAnswers(addresses, answers);
  for (const address of discarded)
    log(run, `DNS list lookup for ${key} at ${domain} returned ${address}; not in 127.0/8 and discarded`);
  return isHit ? addresses : false;
}

/** `dns_again_means_nonexist`: what is asked for in vain there is not there. */
async function isKnownBroken(name: string, run: AclRun): Promise<boolean> {
  const list = textOption(run.world, 'dns_again_means_nonexist');
  if (list === undefined) return false;
  const expanded = await expand(parseExpansion(list), run.host);
  if (isFailure(expanded)) return false;
  const found = await run.host.lists.match('domain', textOf(name, true), expanded);
  return !isFailure(found) && found.matched;
}

const MAX_NAME = 256;

const ASSUMED: Readonly<Record<string, string>> = {
  true: 'assumed in list',
  false: 'assumed not in list',
  defer: 'returned DEFER',
};

async function tell(key: string, item: DnslistItem, addresses: readonly string[], walk: Walk): Promise<void> {
  const { run, dns } = walk;
  const { facts } = run.world;
  const text = dns === undefined ? '' : await lookUpText(queryName(key, item.textDomain), run, dns);
  tellKey(key, item, walk);
  setValue(facts, 'dnslist_value', addresses.join(', '));
  setValue(facts, 'dnslist_text', textOf(text, true));
}

function tellKey(key: string, { textDomain }: DnslistItem, { run: { world }, tainted }: Walk): void {
  setValue(world.facts, 'dnslist_domain', textOf(textDomain, tainted));
  setValue(world.facts, 'dnslist_matched', textOf(key, tainted));
}
