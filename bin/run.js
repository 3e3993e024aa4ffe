#!/usr/bin/env node
// Starts the program: the version at once, everything else from the bundle, compiled once and kept (start.js). The files
// of this folder are CommonJS, as package.json beside them says: Node has them running several milliseconds earlier.
const words = process.argv.slice(2);

if (['--version', 'version', '-V'].includes(words[0])) {
  const { version } = require('../package.json');
  process.stdout.write(`mxray ${version} (node ${process.version})\n`);
} else {
  require('./start.js').start(words);
}
