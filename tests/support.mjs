// A small test frame for what runs in Node: test(name, body), and a closing line with figures.
const cases = [];

export function test(name, body) { cases.push({ name, body }); }

/** Fails with both values when they differ. */
export function equal(got, expected, what = 'value') {
  if (JSON.stringify(got) !== JSON.stringify(expected)) {
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
  }
}
export function check(condition, what) { if (!condition) throw new Error(what); }

export async function runTests() {
  let failed = 0;
  for (const { name, body } of cases) {
    try {
      await body();
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n  ${String(error.stack ?? error).slice(0, 2000)}`);
    }
  }
  console.log(`${cases.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
