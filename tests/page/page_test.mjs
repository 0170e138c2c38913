// The page in real headless Chromium: what a person does first, and what must never break it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { serve } from '../../web/serve.mjs';
import { check, equal, runTests, test } from '../support.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { chromium } = createRequire(join(root, 'web', 'package.json'))('playwright-core');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const server = await serve(join(root, 'build', 'site'), 0);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'] });

/** Opens the page fresh, notes requests that leave its origin, runs the body. */
async function withPage(body, { viewport = { width: 1280, height: 800 }, hash = '' } = {}) {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const foreign = [];
  const errors = [];
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(server.url)) foreign.push(request.url()); });
  page.on('pageerror', (error) => errors.push(String(error)));
  try {
    await page.goto(`${server.url}${hash}`);
    await page.evaluate(() => window.glassheap.ready);
    await page.waitForFunction(() => !window.glassheap.running());
    await body(page);
    equal(foreign, [], 'requests outside the origin');
    equal(errors, [], 'errors of the page');
  } finally {
    await context.close();
  }
}

async function run(page, source) {
  if (source !== undefined) await page.evaluate((text) => window.glassheap.open(text), source);
  await page.click('#run');
  await page.waitForFunction(() => !window.glassheap.running(), null, { timeout: 60_000 });
  return page.evaluate(() => ({ stdout: window.glassheap.stdout(), stderr: window.glassheap.stderr(), status: window.glassheap.status }));
}

/** How many different colours the canvas shows: a blank one has one. */
async function coloursOfCanvas(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
  return page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    const gl = canvas.getContext('webgl2');
    const pixels = new Uint8Array(4 * canvas.width * canvas.height);
    gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const colours = new Set();
    for (let i = 0; i < pixels.length; i += 4) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
    return colours.size;
  });
}

test('slide 3: two nodes that hold each other are garbage in a cycle', () => withPage(async (page) => {
  await page.selectOption('#scenario', 'slide03');
  const { stdout, stderr } = await run(page);
  equal([stdout, stderr], ['', '']);
  const graph = await page.evaluate(() => window.glassheap.view('graph'));
  const nodes = graph.nodes.filter((node) => node.type === 'Node');
  equal(nodes.map((node) => [node.refcount, node.state, node.size]), [[1, 2, 48], [1, 2, 48]], 'count, state and size of the nodes');
  check(nodes[0].component > 0 && nodes[0].component === nodes[1].component, 'both are in one cycle');
  const words = await page.textContent('#words');
  check(words.includes('garbage, waiting for the collector'), words.slice(0, 400));
  check(await coloursOfCanvas(page) > 20, 'the canvas drew something');
}));

test('slide 7: current and peak, on the console and in the timeline', () => withPage(async (page) => {
  await page.selectOption('#scenario', 'slide07');
  const { stdout } = await run(page);
  equal(stdout, 'Current memory usage: 40.440448 MB\nPeak memory usage: 40.440488 MB\n');
  const timeline = await page.evaluate(() => window.glassheap.view('timeline'));
  check(timeline.peak >= 40_440_488, `peak ${timeline.peak}`);
  check(await coloursOfCanvas(page) > 20, 'the canvas drew something');
  await page.click('text=Heap');
  check(await coloursOfCanvas(page) > 20, 'the heap map drew something');
}));

test('every slide in the menu runs', () => withPage(async (page) => {
  const names = await page.$$eval('#scenario option', (options) => options.map((option) => option.value));
  equal(names.length, 14);
  for (const name of names) {
    await page.selectOption('#scenario', name);
    const { status } = await run(page);
    equal([name, status.exit_code], [name, name === 'slide06' ? 1 : 0]);
  }
}));

test('an endless loop leaves the page usable and can be stopped', () => withPage(async (page) => {
  await page.evaluate(() => window.glassheap.open('while True:\n    pass\n'));
  await page.click('#run');
  await page.waitForTimeout(300);
  await page.click('.cm-content');
  await page.keyboard.type('# typed while it runs\n');
  await page.click('#stop');
  await page.waitForFunction(() => !window.glassheap.running());
  check((await page.textContent('#status')).startsWith('Stopped'), 'the status says so');
  check((await page.textContent('.cm-content')).includes('typed while it runs'), 'the editor took the text');
  equal((await run(page, 'print(1)')).stdout, '1\n', 'the next run');
}));

test('a loop inside the engine is stopped too', () => withPage(async (page) => {
  await page.evaluate(() => window.glassheap.open('sum(iter(int, 1))\n'));
  await page.click('#run');
  await page.waitForTimeout(200);
  await page.click('#stop');
  await page.waitForFunction(() => !window.glassheap.running(), null, { timeout: 10_000 });
  equal((await run(page, 'print(2)')).stdout, '2\n', 'the next run');
}));

test('a syntax error is shown at its line', () => withPage(async (page) => {
  const { status } = await run(page, 'a = 1\nb = = 2\n');
  equal([status.line, status.error, status.exit_code], [2, 'SyntaxError: invalid syntax', 1]);
  await page.waitForSelector('.cm-lint-marker-error');
}));

test('disasters end in an error, not in a frozen page', () => withPage(async (page) => {
  for (const [source, expected] of [['[0]*10**12', 'MemoryError'], ['def f(): f()\nf()', 'RecursionError'],
    ['['.repeat(100_000), 'SyntaxError']]) {
    const { status } = await run(page, source);
    check(status.error.startsWith(expected), `${expected}: ${status.error}`);
  }
}));

test('deep recursion through C++ in a worker', () => withPage(async (page) => {
  const { status, stderr } = await run(page, 'class A:\n    def __add__(self, other):\n        return self + other\nA() + A()\n');
  check(status.error.startsWith('RecursionError'), stderr.slice(-400) || status.error);
}));

test('a file that the user adds', () => withPage(async (page) => {
  await page.setInputFiles('#file', { name: 'large_image.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(5000, 7) });
  await page.waitForSelector('#files li');
  equal((await run(page, 'print(len(open("large_image.jpg", "rb").read()))')).stdout, '5000\n');
}));

test('a link holds the program', async () => {
  let hash = '';
  await withPage(async (page) => {
    await page.evaluate(() => window.glassheap.open('print("shared")\n'));
    await page.click('#share');
    await page.waitForFunction(() => location.hash.length > 3);
    hash = await page.evaluate(() => location.hash);
  });
  await withPage(async (page) => { equal((await run(page)).stdout, 'shared\n'); }, { hash });
  await withPage(async (page) => {
    check((await page.textContent('#status')).includes('damaged'), 'a damaged link is told');
  }, { hash: '#1.xxxx' });
});

test('the text survives a reload', () => withPage(async (page) => {
  await page.evaluate(() => window.glassheap.open('print("kept")\n'));
  await page.reload();
  await page.evaluate(() => window.glassheap.ready);
  check((await page.textContent('.cm-content')).includes('kept'), 'the editor');
}));

test('a phone: nothing is wider than the screen', () => withPage(async (page) => {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  check(width <= 390, `the page is ${width} wide`);
}, { viewport: { width: 390, height: 844 } }));

await runTests();
await browser.close();
server.close();
