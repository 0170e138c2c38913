// theme.mjs THEME_JSON CPP_HEADER CSS: the one table of colours, for the canvas and for the page.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [source, cppPath, cssPath] = process.argv.slice(2);
const tokens = Object.entries(JSON.parse(readFileSync(source, 'utf8')).tokens);

// ImGui packs a colour as 0xAABBGGRR.
const packed = (hex) => `0xff${hex.slice(5, 7)}${hex.slice(3, 5)}${hex.slice(1, 3)}`;
const identifier = (name) => name.replace('-', '_');

const cpp = ['// Generated from web/theme.json by scripts/generate/theme.mjs.', '#pragma once', '#include <cstdint>', '',
  'namespace ui {', '', 'struct Tokens {', ...tokens.map(([name]) => `  uint32_t ${identifier(name)};`), '};',
  ...[0, 1].map((i) => `inline constexpr Tokens ${i ? 'kDark' : 'kLight'}{${tokens.map(([, c]) => packed(c[i])).join(', ')}};`),
  '', '}  // namespace ui', ''].join('\n');
const block = (i) => tokens.map(([name, c]) => `  --${name}: ${c[i]};`).join('\n');
const css = `/* Generated from web/theme.json by scripts/generate/theme.mjs. */
:root {\n${block(0)}\n}\n:root[data-theme="dark"] {\n${block(1)}\n}\n`;

for (const [path, text] of [[cppPath, cpp], [cssPath, css]]) {
  if (!path || (existsSync(path) && readFileSync(path, 'utf8') === text)) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
