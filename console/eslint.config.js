import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = readdirSync('src/features');

// app → features → ui, api, lib: a storey looks down, never up, and features do not know each other.
const storeys = [
  { target: './src/features', from: './src/app', message: 'A feature never looks up at app.' },
  { target: './src/ui', from: ['./src/app', './src/features', './src/api'], message: 'ui knows only lib.' },
  { target: './src/api', from: ['./src/app', './src/features', './src/ui'], message: 'api knows only lib.' },
  {
    target: './src/lib',
    from: ['./src/app', './src/features', './src/ui', './src/api'],
    message: 'lib knows nobody.',
  },
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: [`./${feature}`],
    message: 'Features meet in app, never in one another.',
  })),
];

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: storeys }],
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
      ],
      complexity: ['error', 12],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Their tools ask for a default export.
    files: ['*.config.{ts,js}'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['*.mjs', 'tests/**/*.mjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly', Response: 'readonly' } },
  },
);
