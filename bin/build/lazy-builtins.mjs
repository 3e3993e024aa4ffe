// Node's own modules cost a start one to five milliseconds each (tls, crypto, dgram, fs/promises, streams), and a module of
// ours imports them for functions that a run may never call. In the bundle such an import is an object whose properties,
// those that some source of ours names, load the real one when they are first asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

const NAMESPACE = 'lazy-builtin';
/** In memory before any program starts, so that nothing is won. */
const LOADED = new Set(['buffer', 'events', 'fs', 'path', 'process', 'url', 'util', 'timers', 'module']);
const IMPORT = /^import (?!type\b)\{([^}]*)\} from '(node:[\w/]+)';$/gm;

/** @param sources  the folder whose files are ours */
export const lazyBuiltins = (sources) => ({
  name: 'lazy-builtins',
  setup(plugin) {
    const named = namedImports(sources);
    plugin.onResolve({ filter: /^node:/ }, ({ path, importer, namespace, kind }) => {
      const isOurs = importer.startsWith(sources) && namespace !== NAMESPACE && kind === 'import-statement';
      const name = path.slice('node:'.length);
      if (!isOurs || LOADED.has(name) || !builtinModules.includes(name)) return undefined;
      return { path, namespace: NAMESPACE };
    });
    plugin.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: lazily(path, named.get(path)) }));
  },
});

/** Module → names that our sources take from it. */
function namedImports(sources) {
  const named = new Map();
  for (const file of readdirSync(sources, { recursive: true }).filter((name) => /\.tsx?$/.test(name))) {
    for (const [, list, path] of readFileSync(join(sources, file), 'utf8').matchAll(IMPORT)) {
      const values = list
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '' && !item.startsWith('type '));
      const names = named.get(path) ?? new Set();
      for (const value of values) names.add(value.split(' as ')[0]);
      named.set(path, names);
    }
  }
  return named;
}

function lazily(path, names = new Set()) {
  const getters = [...names].map((name) => `get ${name}() { return load().${name}; }`);
  return `let loaded;
const load = () => (loaded ??= require(${JSON.stringify(path)}));
module.exports = { ${getters.join(', ')} };
`;
}
