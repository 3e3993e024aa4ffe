// Node's own modules cost a start one to five milliseconds each (tls, crypto, dgram, fs/promises, streams), and a module of
// ours imports them for functions that a run may never call. In the bundle such an import is an object whose properties
// load the real one when they are first asked for.
import { builtinModules, createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const NAMESPACE = 'lazy-builtin';
/** In memory before any program starts, so that nothing is won. */
const LOADED = new Set(['buffer', 'events', 'fs', 'path', 'process', 'url', 'util', 'timers', 'module']);

export const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(plugin) {
    plugin.onResolve({ filter: /^node:/ }, ({ path, importer, namespace, kind }) => {
      const isOurs = /\.tsx?$/.test(importer);
      const name = path.slice('node:'.length);
      if (namespace === NAMESPACE || kind !== 'import-statement' || !isOurs || LOADED.has(name)) return undefined;
      return builtinModules.includes(name) ? { path, namespace: NAMESPACE } : undefined;
    });
    plugin.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: lazily(path) }));
  },
};

function lazily(path) {
  const names = Object.keys(require(path)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
  return `let loaded;
for (const name of ${JSON.stringify(names)})
  Object.defineProperty(exports, name, { enumerable: true, get: () => (loaded ??= require(${JSON.stringify(path)}))[name] });
`;
}
