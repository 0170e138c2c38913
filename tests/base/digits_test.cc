// Magnitudes in base 2**30.
#include "base/digits.h"

#include <doctest/doctest.h>

#include <vector>

using namespace py::digits;
using Digits = std::vector<digit>;

namespace {

uint64_t next_random() {
  static uint64_t state = 1181783497276652981ull;
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 2685821657736338717ull;
}
Digits random_digits(size_t n) {
  Digits d(n);
  for (digit& x : d) x = static_cast<digit>(next_random()) & kMask;
  if (n) d[n - 1] |= 1;
  return d;
}
py::Ssize size(const Digits& d) { return static_cast<py::Ssize>(d.size()); }

Digits product(const Digits& a, const Digits& b) {
  Digits z(a.size() + b.size());
  mul(z.data(), a.data(), size(a), b.data(), size(b));
  return z;
}

}  // namespace

TEST_SUITE("base/digits") {
  TEST_CASE("add and sub: undo each other, with carries through all digits") {
    Digits a = {kMask, kMask, kMask}, b = {1}, z(4), back(4);
    add(z.data(), a.data(), 3, b.data(), 1);
    CHECK(z == Digits{0, 0, 0, 1});
    sub(back.data(), z.data(), 4, b.data(), 1);
    CHECK(back == Digits{kMask, kMask, kMask, 0});
  }

  TEST_CASE("mul: a square is the product of a number with its own copy") {
    for (size_t n : {1, 2, 3, 17, 64}) {
      Digits a = random_digits(n), copy = a;
      for (digit& x : a) x |= kMask << 20 & kMask;
      copy = a;
      CHECK(product(a, a) == product(a, copy));
      Digits self(2 * n);
      mul(self.data(), a.data(), size(a), a.data(), size(a));
      CHECK(self == product(a, copy));
    }
  }

  TEST_CASE("divide_normalized: quotient and remainder of (q * w + r)") {
    for (int round = 0; round < 200; round++) {
      const size_t nw = 2 + next_random() % 6, nq = 1 + next_random() % 6;
      Digits w = random_digits(nw), q = random_digits(nq);
      w[nw - 1] |= digit{1} << (kShift - 1);
      Digits r = random_digits(nw);
      r[nw - 1] &= (digit{1} << (kShift - 1)) - 1;
      Digits v = product(q, w);
      v_iadd(v.data(), size(v), r.data(), size(r));
      Digits got(nq);
      divide_normalized(got.data(), v.data(), size(v), w.data(), size(w));
      CHECK(got == q);
      v.resize(nw);
      CHECK(v == r);
    }
  }

  TEST_CASE("divrem1, rem1: agree with multiplication") {
    Digits a = random_digits(9), q(9);
    const digit rem = divrem1(q.data(), a.data(), 9, 997);
    CHECK(rem == rem1(a.data(), 9, 997));
    Digits back = product(q, {997});
    Digits r = {rem};
    v_iadd(back.data(), size(back), r.data(), 1);
    back.resize(9);
    CHECK(back == a);
  }

  TEST_CASE("v_lshift, v_rshift: what is pushed out comes back") {
    Digits a = random_digits(5), z(5), back(5);
    const digit high = v_lshift(z.data(), a.data(), 5, 13);
    CHECK(v_rshift(back.data(), z.data(), 5, 13) == 0);
    back[4] |= high << (kShift - 13);
    CHECK(back == a);
  }

  TEST_CASE("to_decimal: base 10**9") {
    Digits a = {0, 0, 1};  // 2**60 = 1152921504606846976
    std::vector<uint32_t> out(static_cast<size_t>(decimal_capacity(3)));
    CHECK(to_decimal(out.data(), a.data(), 3) == 3);
    CHECK(out[0] == 606846976);
    CHECK(out[1] == 152921504);
    CHECK(out[2] == 1);
    CHECK(to_decimal(out.data(), a.data(), 0) == 1);
    CHECK(out[0] == 0);
  }
}
