// Prints what the first screens cost and fails the build above the budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 300;
const SCREENS = {
  login: ['src/app/screens.tsx'],
  queue: ['src/app/screens.tsx', 'src/app/shell.tsx'],
};

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const entry = Object.values(manifest).find((chunk) => chunk.isEntry);

let heaviest = 0;
for (const [screen, modules] of Object.entries(SCREENS)) {
  const files = new Set();
  const add = (chunk) => {
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach((name) => add(manifest[name]));
  };
  add(entry);
  for (const name of modules) {
    if (!manifest[name]) throw new Error(`${name} is no chunk of its own any more`);
    add(manifest[name]);
  }
  const kilobytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0) / 1000;
  heaviest = Math.max(heaviest, kilobytes);
  console.log(`first screen (${screen}): ${kilobytes.toFixed(1)} kB of JavaScript, gzipped; budget ${BUDGET_KB} kB`);
}
if (heaviest > BUDGET_KB) process.exit(1);
