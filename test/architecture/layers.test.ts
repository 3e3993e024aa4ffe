/** Who may import whom (the six rules of src/README.md), held over every module of src. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

const never = (
  name: string,
  from: string,
  to: string,
  except?: { from?: string; to?: string },
): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from: { path: from, ...(except?.from !== undefined && { pathNot: except.from }) },
  to: { path: to, ...(except?.to !== undefined && { pathNot: except.to }) },
});

const RULES: readonly IForbiddenRuleType[] = [
  never('base imports nothing of ours', '^src/base/', '^src/', { to: '^src/base/' }),
  never('core imports base and core alone', '^src/core/', '^src/', { to: '^src/(base|core)/' }),
  never('ui never imports commands or the lab', '^src/ui/', '^src/(commands|lab)/'),
  never('the MTA imports base, core and itself', '^src/mta/', '^src/', { to: '^src/(base|core|mta)/' }),
  never('expansions import no other module of the MTA', '^src/mta/expand/', '^src/mta/', { to: '^src/mta/expand/' }),
  never('the lab imports core and base alone', '^src/lab/', '^src/', { to: '^src/(base|core|lab)/' }),
  never('only commands import the lab', '^src/', '^src/lab/', { from: '^src/(lab|commands)/' }),
  never('nobody imports a command', '^src/', '^src/commands/'),
  never(
    'sockets are opened in core/net, and by the servers of the lab',
    '^src/',
    '^(node:)?(net|tls|dgram|http|https|http2)$',
    {
      from: '^src/(core/net|lab)/',
    },
  ),
  never('undici is for core/net', '^src/', 'node_modules/undici', { from: '^src/core/net/' }),
  never('programs are started in base/process', '^src/', '^(node:)?child_process$', { from: '^src/base/process/' }),
  never('pkijs and asn1js are for core/pki', '^src/', 'node_modules/(pkijs|asn1js)', { from: '^src/core/(pki|ocsp)/' }),
  never('dns-packet is for core/dns', '^src/', 'node_modules/dns-packet', { from: '^src/core/dns/' }),
  never('ink is for live views', '^src/', 'node_modules/(ink|react|@inkjs)/', {
    from: '^src/ui/.*\\.live\\.tsx$|^src/ui/live/',
  }),
  { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'no orphans',
    severity: 'error',
    from: { orphan: true, path: '^src/', pathNot: '^src/(index|main)\\.ts$|\\.live\\.tsx$|\\.d\\.ts$' },
    to: {},
  },
];

/**
 * What is entered through its index.ts alone: every module of core, and base and the lab as wholes. core/pki has a second
 * face, issue.ts: who only reads certificates does not load what makes them.
 */
const FACES = [
  'base',
  'lab',
  ...['core', 'mta'].flatMap((layer) => folders(`src/${layer}`).map((name) => `${layer}/${name}`)),
];

const faceRules = FACES.map((face) =>
  never(`${face} is entered through its index.ts`, '^src/', `^src/${face}/`, {
    from: `^src/${face}/`,
    to: `^src/${face}/((process/)?index|types|[a-z-]+/types|issue)\\.ts$`,
  }),
);

function folders(path: string): string[] {
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.tsx?$/.test(name),
);

async function violations(): Promise<ICruiseResult> {
  const options: ICruiseOptions = {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: [...RULES, ...faceRules] },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
    },
  };
  const { output } = await cruise(['src'], options);
  if (typeof output === 'string') throw new Error(output);
  return output;
}

describe('layers', () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    result = await violations();
  }, 180_000);

  it('the analyser saw every module of src: one that sees no files passes every rule', () => {
    const seen = result.modules.map(({ source }) => source).filter((source) => source.startsWith('src/'));
    expect(seen.sort()).toEqual(sources.map((name) => `src/${name.replaceAll('\\', '/')}`).sort());
    expect(result.summary.totalDependenciesCruised).toBeGreaterThan(seen.length);
  });

  it('it sees what the rules are about: node:net from core/net, pkijs from core/pki', () => {
    const pairs = result.modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => `${source} ${resolved}`),
    );
    expect(pairs.some((pair) => /^src\/core\/net\/\S+ (node:)?net$/.test(pair))).toBe(true);
    expect(pairs.some((pair) => /^src\/core\/pki\/\S+ \S*node_modules\/pkijs/.test(pair))).toBe(true);
  });

  it('every rule holds', () => {
    const told = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    expect(told).toEqual([]);
  });
});
