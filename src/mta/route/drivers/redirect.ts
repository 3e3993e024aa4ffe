/** redirect: aliases and forward files; other addresses, files and commands in the place of one (Exim spec ch. 22). */
import { expandOption, isFailure } from '../../expand/index.ts';
import { MAIN } from '../../log/index.ts';
import type { MailboxOptions } from '../../mailbox/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { type Author, makeChildren } from '../redirect/children.ts';
import { accessOf, findData, userOf } from '../redirect/data.ts';
import { refuseFilter } from '../redirect/filter.ts';
import { mistakeText } from '../redirect/list.ts';
import type { Listed, ListRules } from '../redirect/types.ts';
import { flag, text } from '../settings.ts';
import { settleProps } from '../settle/accept.ts';
import { settleUser } from '../settle/user.ts';
import type { Deferred, DriverVerdict, RouteWorld } from '../types.ts';
import { readListAs, type Settled } from '../user-files.ts';
import type { Visit } from '../visit.ts';
import type { RouterDriver } from './types.ts';

export const redirect: RouterDriver = async (visit) => {
  const identity = await settleUser(visit);
  if ('kind' in identity) return identity;
  const qualifyDomain = await qualifyDomainOf(visit);
  if (typeof qualifyDomain !== 'string') return qualifyDomain;
  const data = await findData(visit, identity);
  if (data.kind !== 'data') return data;
  const filter = refuseFilter(data.text, visit);
  if (filter !== undefined)
    return { kind: 'defer', message: `error in filter ${data.from}: ${filter}`, errno: ERRNO.redirectData };
  const access = accessOf(identity);
  const reading = await readListAs(
    data.text,
    {
      rules: listRules(qualifyDomain, visit),
      mailbox: mailboxOptions(visit),
      ...(access !== undefined && { access }),
    },
    userOf(identity),
    visit.world,
  );
  return follow(reading, data.from, { identity, isTainted: data.isTainted }, visit);
};

/** qualify_preserve_domain, qualify_domain, else qualify_recipient. */
async function qualifyDomainOf({ router, host, item }: Visit): Promise<string | DriverVerdict> {
  if (flag(router, 'qualify_preserve_domain')) return item.domain;
  const written = text(router, 'qualify_domain');
  if (written === undefined) {
    const known = await host.variable('qualify_recipient');
    return typeof known === 'string' ? known : (known?.text ?? '');
  }
  const expanded = await expandOption(written, host);
  if (expanded.kind === 'forced-fail') return { kind: 'decline' };
  return isFailure(expanded)
    ? { kind: 'defer', message: `failed to expand "${written}": ${expanded.message}` }
    : expanded.text;
}

function listRules(qualifyDomain: string, { router, item }: Visit): ListRules {
  const includeDirectory = text(router, 'include_directory');
  return {
    allowDefer: flag(router, 'allow_defer'),
    allowFail: flag(router, 'allow_fail'),
    forbidBlackhole: flag(router, 'forbid_blackhole'),
    forbidInclude: flag(router, 'forbid_include'),
    skipsSyntaxErrors: flag(router, 'skip_syntax_errors'),
    qualifyDomain,
    keepsDomain: flag(router, 'qualify_preserve_domain'),
    ownDomain: item.domain,
    ...(includeDirectory !== undefined && { includeDirectory }),
  };
}

type MailboxWorld = Pick<RouteWorld, 'configuration' | 'allowsLiterals'>;

export function mailboxOptions({ world }: { readonly world: MailboxWorld }): MailboxOptions {
  const is = (name: string): boolean => world.configuration.main.get(name)?.value === true;
  return {
    literals: world.allowsLiterals === true || is('allow_domain_literals'),
    trailingDot: is('strip_trailing_dot'),
    excessBrackets: is('strip_excess_angle_brackets'),
    utf8Domains: is('allow_utf8_domains'),
    bareLiterals: true,
  };
}

function follow(
  reading: Settled,
  from: 'data' | 'file',
  author: Author,
  visit: Visit,
): DriverVerdict | Promise<DriverVerdict> {
  switch (reading.kind) {
    case 'blackhole':
      return { kind: 'discard', how: ':blackhole:' };
    case 'defer': {
      const message = said(reading.message, visit);
      return { kind: 'defer', message, userMessage: message };
    }
    case 'error':
      return {
        kind: 'defer',
        message: `error in redirect ${from}: ${reading.message}`,
        errno: ERRNO.redirectData,
      };
    case 'fail':
      return failWith(reading, author, visit);
    default:
      return generate(reading, author, visit);
  }
}

const SMTP_CODE = /^\d{3}\s(?:\d\.\d{1,3}\.\d{1,3}\s)?/;

/** forbid_smtp_code: without one at its front. */
const said = (message: string, { router }: Visit): string =>
  flag(router, 'forbid_smtp_code') ? message.replace(SMTP_CODE, '') : message;

/** What stands before `:fail:` is delivered all the same; errors_to counts for the address that fails, too. */
async function failWith(
  reading: Listed & { readonly message: string },
  author: Author,
  visit: Visit,
): Promise<DriverVerdict> {
  const props = await settleProps(visit);
  if ('kind' in props) return props;
  const { errorsTo, ignoresErrors } = props;
  visit.item.props = {
    ...visit.item.props,
    ...(errorsTo !== undefined && { errorsTo }),
    ...(ignoresErrors === true && { ignoresErrors }),
  };
  const items = await makeChildren(reading.generated, props, author, visit);
  const message = said(reading.message, visit);
  return { kind: 'fail', message, userMessage: message, items };
}

async function generate(listed: Listed, author: Author, visit: Visit): Promise<DriverVerdict> {
  await complain(listed, visit);
  if (listed.generated.length === 0) {
    const message = 'syntax error in redirection data';
    return { kind: 'decline', ...(listed.skipped.length > 0 && { message }) };
  }
  const props = await settleProps(visit);
  if ('kind' in props) return props satisfies Deferred;
  return { kind: 'children', items: await makeChildren(listed.generated, props, author, visit) };
}

/** syntax_errors_to: skipped items are logged, and told to whoever looks after the list. */
async function complain({ skipped, generated }: Listed, { router, world, host }: Visit): Promise<void> {
  for (const error of skipped) world.log?.(`${router.name} router: skipped error: ${mistakeText(error)}`, MAIN);
  const whom = text(router, 'syntax_errors_to');
  if (whom === undefined || skipped.length === 0 || world.purpose !== 'deliver') return;
  const to = await expandOption(whom, host);
  if (to.kind !== 'text') {
    world.log?.(`${router.name} router failed to expand "${whom}": ${to.message}`, MAIN);
    return;
  }
  if (to.text === '') return;
  const written = text(router, 'syntax_errors_text');
  const expanded = written === undefined ? undefined : await expandOption(written, host);
  await world.complain?.({
    router: router.name,
    to: to.text,
    errors: skipped,
    hasOthers: generated.length > 0,
    ...(expanded?.kind === 'text' && { text: expanded.text }),
  });
}
