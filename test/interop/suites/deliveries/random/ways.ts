/** Ways of mail: routers for a domain of their own, and the transport that the last of them leads to. */
import { chance, type Draw, one } from '../../dialogues/random/draw.ts';
import { options } from './options.ts';
import { entries } from './vocabulary.ts';

/** A part of the routers and of the transports, and who may be written to there. */
export interface Way {
  readonly routers: string;
  readonly transports: string;
  readonly domains: readonly string[];
  /** Names that next hops know matter. */
  readonly isRemote: boolean;
}

const OF_ROUTERS = entries('generic options of routers');
const OF_TRANSPORTS = entries('generic options of transports');
/** To other hosts no copy goes aside. */
const OF_REMOTE = OF_TRANSPORTS.filter((entry) => !entry.startsWith('shadow'));
/** That a connection is kept for a bounce behind it is not Exim's way. */
const OF_SMTP = ['driver = smtp', 'connection_max_messages = 1', 'hosts_avoid_tls = *', 'hosts_try_fastopen ='];

interface Kind {
  readonly share: number;
  readonly make: (draw: Draw, name: string) => Made;
}

interface Made {
  /** Lines of the router, without what is drawn for all. */
  readonly router: readonly string[];
  /** Where nothing else is said. */
  readonly usual?: readonly string[];
  readonly drawn?: readonly (readonly [entries: readonly string[], most: number])[];
  readonly transport?: string;
  readonly domains?: readonly string[];
  readonly isRemote?: boolean;
}

const lines = (draw: Draw, title: string): readonly string[] => one(draw, entries(title)).split('\n');

const quoted = (text: string): string =>
  text.includes('\n') || text.startsWith('"') || text.startsWith('#')
    ? `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`
    : text;

const TRANSPORTS = [
  'file_transport = tofile',
  'pipe_transport = topipe',
  'directory_transport = todir',
  'reply_transport = answer',
];

function redirecting(draw: Draw): Made {
  return {
    router: [
      'driver = redirect',
      `data = ${quoted(one(draw, entries('data')))}`,
      ...(chance(draw, 0.7) ? ['allow_fail', 'allow_defer'] : []),
    ],
    drawn: [[entries('options of redirect'), 2]],
    usual: chance(draw, 0.9) ? TRANSPORTS : [],
  };
}

const accepting = (name: string, transport: string): Made => ({
  router: ['driver = accept', `transport = ${name}`],
  transport,
});

const toFile = (draw: Draw): string =>
  options(draw, {
    fixed: ['driver = appendfile', ...lines(draw, 'options of appendfile')],
    drawn: [
      [entries('more options of appendfile'), 2],
      [OF_TRANSPORTS, 2],
    ],
  });

const toProgram = (draw: Draw): string =>
  options(draw, {
    fixed: ['driver = pipe', `command = ${one(draw, entries('commands of pipe'))}`],
    drawn: [
      [entries('options of pipe'), 2],
      [OF_TRANSPORTS, 1],
    ],
  });

const answering = (draw: Draw): string =>
  options(draw, {
    fixed: ['driver = autoreply', ...lines(draw, 'options of autoreply').map(quotedValue)],
    drawn: [[OF_TRANSPORTS, 1]],
  });

const byLmtp = (draw: Draw): string =>
  options(draw, {
    fixed: ['driver = lmtp', ...lines(draw, 'options of lmtp')],
    drawn: [
      [entries('more options of lmtp'), 1],
      [OF_TRANSPORTS, 1],
    ],
  });

const overSmtp = (draw: Draw, ...fixed: string[]): string =>
  options(draw, {
    fixed: [...OF_SMTP, ...fixed],
    drawn: [
      [entries('options of smtp'), 3],
      [OF_REMOTE, 1],
    ],
  });

/** Backslashes mean something only between quotes. */
const quotedValue = (line: string): string => line.replace(/= (.*\\n.*)$/, (_, value: string) => `= "${value}"`);

const outward = (draw: Draw, name: string): Made => ({
  router: [
    'driver = manualroute',
    `transport = ${name}`,
    ...lines(draw, 'ways of manualroute'),
    ...(chance(draw, 0.8) ? ['self = send'] : []),
  ],
  transport: overSmtp(draw),
  isRemote: true,
});

const byNames = (draw: Draw, name: string): Made => ({
  router: ['driver = dnslookup', `transport = ${name}`],
  transport: overSmtp(draw, 'port = HOP0'),
  domains: [
    'plain.test',
    'broken.test',
    'null.test',
    'gone.test',
    'address.test',
    'self.test',
    'secondary.test',
    'nothing.test',
  ],
  isRemote: true,
});

const asking = (draw: Draw): Made => ({
  router: [
    'driver = queryprogram',
    `command = ${quoted(`/bin/sh -c ${JSON.stringify(one(draw, entries('answers of queryprogram')))}`)}`,
    'command_user = Debian-exim',
    'current_directory = /',
  ],
});

function kind(draw: Draw): Kind {
  let left = draw();
  for (const one of KINDS) {
    left -= one.share;
    if (left < 0) return one;
  }
  return KINDS[0]!;
}

/** A router before it, which passes most of its mail on. */
function earlier(draw: Draw, name: string, domains: string): string {
  const fixed = [
    domains,
    chance(draw, 0.6) ? 'unseen' : `condition = ${one(draw, ['no', '${if eq{$local_part}{n}}'])}`,
  ];
  const { router, usual = [] } = chance(draw, 0.5)
    ? redirecting(draw)
    : { router: ['driver = accept', 'transport = box'] };
  return `${name}:\n${options(draw, { fixed: [...router, ...fixed], drawn: [[OF_ROUTERS, 2]], usual })}`;
}

export function way(draw: Draw, index: number): Way {
  const name = `w${index}`;
  const made = kind(draw).make(draw, name);
  const { router, usual = [], drawn = [], transport, domains = [`${name}.example`], isRemote = false } = made;
  const condition = `domains = ${domains.join(' : ')}`;
  const before = chance(draw, 0.25) ? earlier(draw, `${name}_before`, condition) : '';
  const own = options(draw, { fixed: [...router, condition], drawn: [[OF_ROUTERS, 2], ...drawn], usual });
  const placed = (written: string): string =>
    written
      .replaceAll('NAME', name)
      .replaceAll('OWN', domains[0]!)
      .replaceAll('NEXT', `w${index + 1}.example`);
  return {
    routers: placed(`${before}${name}:\n${own}`),
    transports: transport === undefined ? '' : placed(`${name}:\n${transport}`),
    domains,
    isRemote,
  };
}

const KINDS: readonly Kind[] = [
  { share: 0.36, make: redirecting },
  { share: 0.2, make: (draw, name) => accepting(name, toFile(draw)) },
  { share: 0.14, make: (draw, name) => accepting(name, toProgram(draw)) },
  { share: 0.07, make: (draw, name) => accepting(name, answering(draw)) },
  { share: 0.05, make: (draw, name) => accepting(name, byLmtp(draw)) },
  { share: 0.12, make: outward },
  { share: 0.03, make: byNames },
  { share: 0.03, make: asking },
];
