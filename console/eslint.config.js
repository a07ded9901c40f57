import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// app → features → ui, api, lib: a storey looks down, never up, and features do not know each other.
const storeys = [
  storey('features', 'A feature never looks up at app.', ['@/app/**']),
  storey('ui', 'ui knows only lib.', ['@/app/**', '@/features/**', '@/api/**']),
  storey('api', 'api knows only lib.', ['@/app/**', '@/features/**', '@/ui/**']),
  storey('lib', 'lib knows nobody.', ['@/app/**', '@/features/**', '@/ui/**', '@/api/**']),
  ...readdirSync('src/features').map((feature) =>
    storey(`features/${feature}`, 'Features meet in app, never in one another.', ['@/app/**', '@/features/**']),
  ),
];

function storey(folder, message, group) {
  const climbing = { group: ['../**'], message: 'Another folder is named from the root: @/…' };
  return {
    files: [`src/${folder}/**`],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }, climbing] }] },
  };
}

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  ...storeys,
  {
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
        { selector: 'ExportNamedDeclaration[source]', message: 'No barrels: import from the file that defines it.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports are found by their names.' },
      ],
      complexity: ['error', 12],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Their tools ask for a default export.
    files: ['*.config.{ts,js}'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['*.mjs', 'tests/**/*.mjs'],
    languageOptions: {
      globals: { console: 'readonly', process: 'readonly', URL: 'readonly', Response: 'readonly' },
    },
  },
);
