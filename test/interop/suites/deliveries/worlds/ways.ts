/** Ways to other hosts: a router and a transport of one name, for mail to `NAME.example`. */

export interface Way {
  readonly name: string;
  /** `route_list`, without its pattern; absent: the transport has hosts of its own. */
  readonly route?: string;
  /** Options of the transport, a line each. */
  readonly options?: string;
  readonly driver?: string;
  /** More of the router. */
  readonly router?: string;
  /** In place of `NAME.example`. */
  readonly domains?: string;
}

export const routersOf = (ways: readonly Way[]): string => ways.map(routerOf).join('');

function routerOf({ name, route, router, domains = `${name}.example` }: Way): string {
  const driver =
    route === undefined
      ? '  driver = accept\n'
      : `  driver = manualroute\n  route_list = * "${route}" byname\n  self = send\n`;
  return `r_${name}:\n${driver}  domains = ${domains}\n  transport = ${name}\n${lines(router)}`;
}

/** @param usual  options of each smtp transport that does not set them itself */
export const transportsOf = (ways: readonly Way[], usual: readonly string[]): string =>
  ways.map((way) => transportOf(way, usual)).join('');

function transportOf({ name, driver = 'smtp', options = '' }: Way, usual: readonly string[]): string {
  const isOwn = (line: string): boolean => new RegExp(`^(no_)?${line.split(' ')[0]}\\b`, 'm').test(options);
  const more = driver === 'smtp' ? usual.filter((line) => !isOwn(line)) : [];
  return `${name}:\n  driver = ${driver}\n${lines([...more, options].join('\n'))}`;
}

const lines = (text = ''): string =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `  ${line}\n`)
    .join('');
