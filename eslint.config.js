// What the scripts of the site are held to, besides their types (docs/explorer/tsconfig.json).
const js = require("@eslint/js");
const globals = require("globals");

const rules = {
  ...js.configs.recommended.rules,
  "max-lines": ["error", { max: 350 }],
  "max-lines-per-function": ["error", { max: 60, skipComments: true }],
  complexity: ["error", 15],
  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
};
const jsx = { ecmaFeatures: { jsx: true } };

module.exports = [
  { ignores: ["_build/", ".venv/", "node_modules/", "docs/auto_gallery/"] },
  { files: ["docs/explorer/**/*.{js,jsx}"], languageOptions: { globals: globals.browser, parserOptions: jsx }, rules },
  { files: ["docs/explorer/serve.jsx"], languageOptions: { globals: globals.node } },
  { files: ["docs/_theme/scripts/**/*.js"], languageOptions: { globals: globals.browser }, rules },
  {
    files: ["docs/_ext/**/*.js", "eslint.config.js"],
    languageOptions: { sourceType: "commonjs", globals: globals.node },
    rules,
  },
];
