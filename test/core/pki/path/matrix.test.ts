/**
 * Every combination of what a leaf names (host, address, common name: right, wrong, none) and what its authority is limited
 * to (permitted and excluded, hosts and addresses: around the right one, around the wrong one, none), asked for by host and
 * by address (the kind of common name in turns): 4374 questions, each with its answer by RFC 5280 §4.2.1.10 and RFC 9525.
 */
import { expect, it } from 'vitest';
import { verifyChain } from '../../../../src/core/pki/index.ts';
import {
  dns,
  EXT,
  type Extension,
  ecKeys,
  intermediate,
  ip,
  leaf,
  nc,
  type Pair,
  root,
} from '../../../support/certificates.ts';
import { question } from '../../../support/chain-cases.ts';

const THREE = ['none', 'right', 'wrong'] as const;
type Choice = (typeof THREE)[number];

interface Names {
  readonly common: Choice;
  readonly commonIs: 'host' | 'address';
  readonly host: Choice;
  readonly address: Choice;
}
interface Limits {
  readonly permittedHosts: Choice;
  readonly permittedAddresses: Choice;
  readonly excludedHosts: Choice;
  readonly excludedAddresses: Choice;
}

const HOST = { right: 'mx.good.example', wrong: 'mx.bad.example' };
const ADDRESS = { right: [192, 0, 2, 1], wrong: [198, 51, 100, 1] } as const;
const COMMON = { host: HOST, address: { right: '192.0.2.1', wrong: '198.51.100.1' } };
const DOMAIN = { right: 'good.example', wrong: 'bad.example' };
const NET = { right: [192, 0, 2, 0], wrong: [198, 51, 100, 0] } as const;

const ROOT = root();
const KEYS = ecKeys();

it('has the right answer to each of 4374 questions', () => {
  let asked = 0;
  const wrong: string[] = [];
  for (const [i, limits] of [...allLimits()].entries()) {
    const authority = limited(limits);
    for (const names of allNames(i % 2 === 0 ? 'host' : 'address')) {
      const end = named(authority, names);
      for (const by of ['host', 'ip'] as const) {
        asked += 1;
        const identity = { kind: by, value: by === 'host' ? HOST.right : '192.0.2.1' };
        const { valid } = verifyChain(question({ leaf: end, via: [authority], roots: [ROOT], identity }));
        if (valid !== isRight(names, limits, by)) wrong.push(JSON.stringify({ names, limits, by, valid }));
      }
    }
  }
  expect([asked, wrong]).toEqual([4374, []]);
}, 60_000);

/** Names that are not asked for have to be permitted, too; a common name is none. */
function isRight({ host, address }: Names, limits: Limits, by: 'host' | 'ip'): boolean {
  const isNamed = by === 'host' ? host === 'right' : address === 'right';
  return (
    isNamed &&
    allows(host, limits.permittedHosts, limits.excludedHosts) &&
    allows(address, limits.permittedAddresses, limits.excludedAddresses)
  );
}

const allows = (name: Choice, permitted: Choice, excluded: Choice): boolean =>
  name === 'none' || ((permitted === 'none' || permitted === name) && excluded !== name);

function* allLimits(): Generator<Limits> {
  for (const permittedHosts of THREE)
    for (const permittedAddresses of THREE)
      for (const excludedHosts of THREE)
        for (const excludedAddresses of THREE)
          yield { permittedHosts, permittedAddresses, excludedHosts, excludedAddresses };
}

function* allNames(commonIs: Names['commonIs']): Generator<Names> {
  for (const common of THREE)
    for (const host of THREE) for (const address of THREE) yield { commonIs, common, host, address };
}

function limited({ permittedHosts, permittedAddresses, excludedHosts, excludedAddresses }: Limits): Pair {
  const subtrees = (hosts: Choice, addresses: Choice) => [
    ...(hosts === 'none' ? [] : [dns(DOMAIN[hosts])]),
    ...(addresses === 'none' ? [] : [ip(...NET[addresses], 255, 255, 255, 0)]),
  ];
  const permitted = subtrees(permittedHosts, permittedAddresses);
  const excluded = subtrees(excludedHosts, excludedAddresses);
  const more: Extension[] =
    permitted.length + excluded.length === 0
      ? []
      : [nc({ ...(permitted.length > 0 && { permitted }), ...(excluded.length > 0 && { excluded }) })];
  return intermediate(ROOT, { subject: 'CN=Limited', keys: KEYS, more });
}

function named(authority: Pair, { common, commonIs, host, address }: Names): Pair {
  const names = [
    ...(host === 'none' ? [] : [dns(HOST[host])]),
    ...(address === 'none' ? [] : [ip(...ADDRESS[address])]),
  ];
  const subject = common === 'none' ? 'O=Example' : `O=Example, CN=${COMMON[commonIs][common]}`;
  return leaf(authority, { subject, keys: KEYS, names, ...(names.length === 0 && { without: [EXT.san] }) });
}
