# Sourced by the scripts beside it: installs what is missing and builds, each step only when something changed.
# Every step that can take long says in one line what it does.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
say() { printf 'glassheap: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# as_root COMMAND...: as we are when root, else through sudo.
as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else return 1; fi
}

# need TEST PACKAGE...: if the test (a shell command) fails, installs Debian packages; then the test must hold.
missing=()
need() {
  eval "$1" >/dev/null 2>&1 && return
  missing+=("${@:2}")
}
install_missing() {
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || die "please install: ${missing[*]}"
  say "installing ${missing[*]} (Debian packages, some minutes the first time)"
  local log
  log=$(mktemp)
  { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 || {
    tail -n 15 "$log" >&2; die "could not install: ${missing[*]}"; }
  rm -f "$log"
  missing=()
  hash -r
}

need_wasm_tools() {
  need 'command -v cmake' cmake
  need 'command -v ninja' ninja-build
  need 'command -v emcc' emscripten
  need 'command -v node' nodejs
  need 'command -v npm' npm
  need 'command -v xz' xz-utils
  need '[[ -f /usr/include/doctest/doctest.h ]]' doctest-dev
  need '[[ -f /usr/share/fonts/truetype/inter/Inter-Regular.ttf || -d /usr/share/fonts/opentype/inter ]]' fonts-inter
  need '[[ -d /usr/share/fonts/truetype/jetbrains-mono ]]' fonts-jetbrains-mono
  need 'command -v pyftsubset' fonttools
}
need_native_tools() {
  need 'command -v g++' g++
  need 'command -v cmake' cmake
  need 'command -v ninja' ninja-build
}
need_browser() { need 'command -v chromium || command -v chromium-browser || command -v google-chrome' chromium; }

# quietly LOG COMMAND...: the output goes to a file, whose end is shown when the command fails.
quietly() {
  local log=$1
  shift
  mkdir -p build
  "$@" >"$log" 2>&1 || { tail -n 60 "$log" >&2; die "failed: $* (all of it in $log)"; }
}

# cmake_build PRESET [TARGET...]
cmake_build() {
  local preset=$1
  shift
  if [[ $preset == wasm ]]; then
    EMSCRIPTEN_ROOT=${EMSCRIPTEN_ROOT:-$(em-config EMSCRIPTEN_ROOT)}
    export EMSCRIPTEN_ROOT
    # Debian's Emscripten looks for acorn where Debian's Node would find it.
    export NODE_PATH=${NODE_PATH:+$NODE_PATH:}/usr/share/nodejs
  fi
  [[ -f build/$preset/build.ninja ]] || quietly "build/$preset.configure.log" cmake --preset "$preset"
  if ! ninja -C "build/$preset" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
    say "building $preset"
    quietly "build/$preset.log" cmake --build "build/$preset" ${@:+--target "$@"}
  fi
}

build_imgui() {
  local status=0
  scripts/fetch-imgui build/imgui || status=$?
  [[ $status == 0 || $status == 3 ]] || exit "$status"
}

# npm packages, when the lock file changed.
build_npm() {
  local stamp=web/node_modules/.lock.sha256 now
  now=$(sha256sum web/package-lock.json)
  [[ -f $stamp && $(<"$stamp") == "$now" ]] && return
  say "installing npm packages"
  quietly build/npm.log npm ci --prefix web --no-audit --no-fund
  echo "$now" >"$stamp"
}

# The wasm modules, the Node runner and the site.
build_all() {
  mkdir -p build
  build_npm
  build_imgui
  cmake_build wasm engine canvas
  quietly build/web.log node web/build.mjs
}
