// oclif's modules require each other, and a dozen of Node's, when they are loaded, for functions that few commands call. In
// the bundle such a require happens where its name is first used: `const x_1 = require("y")` becomes a function, and
// `x_1.z` its call, in brackets for the sake of `new`. Only names that are used with a dot alone are touched.
import { readFileSync } from 'node:fs';

/** What oclif makes of a broken pipe; asking for the stream makes it, and ours are listened to where they are used. */
const LISTENER = /^process\.stdout\.on\('error', [\s\S]*?^\}\);$/m;
const REQUIRE = /^const (\w+) = ((?:__importStar|__importDefault)\()?require\(("[^"]+")\)\)?;$/gm;

export const lazyRequires = {
  name: 'lazy-requires',
  setup(plugin) {
    plugin.onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => ({
      contents: lazily(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};

export function lazily(source) {
  let text = source.replace(LISTENER, '');
  for (const [statement, name, helper = '', module] of source.matchAll(REQUIRE)) {
    const body = text.replace(statement, '');
    const uses = body.match(new RegExp(`(?<![\\w.$])${name}\\b`, 'g'))?.length ?? 0;
    const dotted = body.match(new RegExp(`(?<![\\w.$])${name}\\.`, 'g'))?.length ?? 0;
    if (uses === 0 || uses !== dotted) continue;
    const load = helper === '' ? `require(${module})` : `${helper}require(${module}))`;
    const called = body.replace(new RegExp(`(?<![\\w.$])${name}\\.`, 'g'), `(${name}()).`);
    text = called.replace(
      /^("use strict";\n)?/,
      (head) => `${head}let ${name}$; const ${name} = () => (${name}$ ??= ${load});\n`,
    );
  }
  return text;
}
