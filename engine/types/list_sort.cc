// list.sort: timsort with the powersort merge order, and the choice of a comparison before sorting.
// CPython 3.13: Objects/listobject.c (second half), Objects/listsort.txt explains the method
//
// A program sees which items are compared in which order (a __lt__ may print), what memory the sort
// takes (keys from 128 items on, merges of runs longer than 256) and that the list looks empty
// meanwhile. All of that is CPython's.
#include <cstring>

#include "memory/pymem.h"
#include "object/abstract.h"
#include "object/call.h"
#include "object/errors.h"
#include "profile/profile.h"
#include "types/boolobject.h"
#include "types/floatobject.h"
#include "types/getargs.h"
#include "types/list_internal.h"
#include "types/longobject.h"
#include "types/tupleobject.h"
#include "types/unicodeobject.h"

namespace py {

constexpr Ssize MAX_MERGE_PENDING = 64 + 1;
constexpr Ssize MIN_GALLOP = 7;              // wins in a row that start galloping
constexpr Ssize MERGESTATE_TEMP_SIZE = 256;  // pointers of merge space on the C++ stack
constexpr Ssize MAX_MINRUN = 64;

// Keys to compare and the values that move with them (null: the keys are the items themselves).
struct SortSlice {
  Object** keys;
  Object** values;

  void advance(Ssize n) {
    keys += n;
    if (values) values += n;
  }
};

// Places i of one slice from places j of another.
static inline void copy_one(SortSlice to, Ssize i, SortSlice from, Ssize j) {
  to.keys[i] = from.keys[j];
  if (to.values) to.values[i] = from.values[j];
}
static inline void move_many(SortSlice to, Ssize i, SortSlice from, Ssize j, Ssize n) {
  size_t bytes = static_cast<size_t>(n) * sizeof(Object*);
  memmove(to.keys + i, from.keys + j, bytes);
  if (to.values) memmove(to.values + i, from.values + j, bytes);
}
static inline void copy_up(SortSlice* to, SortSlice* from) {
  copy_one(*to, 0, *from, 0);
  to->advance(1);
  from->advance(1);
}
static inline void copy_down(SortSlice* to, SortSlice* from) {
  copy_one(*to, 0, *from, 0);
  to->advance(-1);
  from->advance(-1);
}
static void reverse_sort_slice(SortSlice s, Ssize n) {
  reverse_slice(s.keys, s.keys + n);
  if (s.values) reverse_slice(s.values, s.values + n);
}

struct PendingRun {
  SortSlice base;
  Ssize len;
  int power;
};

struct MergeState {
  using Compare = int (*)(Object*, Object*, MergeState*);  // v < w: 1, 0, or -1 with the error set
  Compare key_compare;
  richcmpfunc key_richcompare;  // of all keys' type, for unsafe_object_compare
  Compare tuple_elem_compare;   // of the first items, when all keys are tuples
  Ssize min_gallop = MIN_GALLOP;
  Ssize listlen;
  Object** basekeys;
  SortSlice a;    // merge space
  Ssize alloced;  // keys it has room for
  Ssize n = 0;    // runs in pending
  PendingRun pending[MAX_MERGE_PENDING];
  Object* temparray[MERGESTATE_TEMP_SIZE];

  int less(Object* x, Object* y) { return key_compare(x, y, this); }
  void init_space(Ssize list_size, bool has_keyfunc, Object** base);
  void free_space() {
    if (a.keys != temparray) mem_free(a.keys);
    a.keys = nullptr;
  }
  int get_space(Ssize need);
  Ssize count_run(SortSlice lo, Ssize nremaining);
  int binarysort(SortSlice lo, Ssize size, Ssize ok);
  Ssize gallop_left(Object* key, Object** v, Ssize size, Ssize hint);
  Ssize gallop_right(Object* key, Object** v, Ssize size, Ssize hint);
  int merge_lo(SortSlice x, Ssize nx, SortSlice y, Ssize ny);
  int merge_hi(SortSlice x, Ssize nx, SortSlice y, Ssize ny);
  int merge_at(Ssize i);
  int found_new_run(Ssize n2);
  int merge_force_collapse();
  int sort(SortSlice lo, Ssize size);
};

// With keys, only as much merge space as half the list may need: the keys may lie behind it.
void MergeState::init_space(Ssize list_size, bool has_keyfunc, Object** base) {
  listlen = list_size;
  basekeys = base;
  a.keys = temparray;
  if (has_keyfunc) {
    alloced = (list_size + 1) / 2;
    if (alloced > MERGESTATE_TEMP_SIZE / 2) alloced = MERGESTATE_TEMP_SIZE / 2;
    a.values = &temparray[alloced];
  } else {
    alloced = MERGESTATE_TEMP_SIZE;
    a.values = nullptr;
  }
}

// Room for need keys (and values). What was there is lost. 0, or -1.
int MergeState::get_space(Ssize need) {
  if (need <= alloced) return 0;
  Ssize multiplier = a.values ? 2 : 1;
  free_space();
  a.keys = static_cast<Object**>(
      mem_malloc(static_cast<uint64_t>(multiplier * need * layout::kPointer)));
  if (a.keys == nullptr) {
    alloced = 0;
    err_no_memory();
    return -1;
  }
  alloced = need;
  if (a.values) a.values = a.keys + need;
  return 0;
}

// --- Runs ---

// Makes the run that begins at lo ascending and returns its length, or -1. Equal neighbours inside
// a descending run are turned round on the way, so that turning the whole run restores their order.
Ssize MergeState::count_run(SortSlice lo, Ssize nremaining) {
  Object** const k = lo.keys;
  Ssize size = 1;
  int cmp;
  for (; size < nremaining; size++) {
    if ((cmp = less(k[size], k[size - 1])) < 0) return -1;
    if (cmp) break;
  }
  if (size == nremaining) return size;
  if (size > 1) {
    if ((cmp = less(k[0], k[size - 1])) < 0) return -1;
    if (cmp) return size;          // a real increase: the ascending run ends here
    reverse_sort_slice(lo, size);  // all equal so far: the start of a descending run
  }
  ++size;
  Ssize equal = 0;  // the last equal+1 elements are equal
  auto turn_equals = [&] {
    if (equal == 0) return;
    SortSlice s = lo;
    s.advance(size - equal - 1);
    reverse_sort_slice(s, equal + 1);
    equal = 0;
  };
  for (; size < nremaining; size++) {
    if ((cmp = less(k[size], k[size - 1])) < 0) return -1;
    if (cmp) {
      turn_equals();
      continue;
    }
    if ((cmp = less(k[size - 1], k[size])) < 0) return -1;
    if (cmp) break;
    equal++;
  }
  turn_equals();
  reverse_sort_slice(lo, size);
  for (; size < nremaining; size++) {  // what follows may go on rising
    if ((cmp = less(k[size], k[size - 1])) < 0) return -1;
    if (cmp) break;
  }
  return size;
}

// Sorts lo[0:size], of which lo[0:ok] is sorted, by binary insertion. 0, or -1.
int MergeState::binarysort(SortSlice lo, Ssize size, Ssize ok) {
  Object** const k = lo.keys;
  if (ok == 0) ok = 1;
  for (; ok < size; ok++) {
    Ssize left = 0, right = ok;
    Object* pivot = k[ok];
    do {
      Ssize middle = (left + right) >> 1;
      int cmp = less(pivot, k[middle]);
      if (cmp < 0) return -1;
      if (cmp)
        right = middle;
      else
        left = middle + 1;
    } while (left < right);
    for (Ssize m = ok; m > left; m--) k[m] = k[m - 1];
    k[left] = pivot;
    if (lo.values) {
      Object* value = lo.values[ok];
      for (Ssize m = ok; m > left; m--) lo.values[m] = lo.values[m - 1];
      lo.values[left] = value;
    }
  }
  return 0;
}

// --- Galloping: exponential search from a hint, then binary search ---

// Where key belongs in the sorted v[0:size], left of what equals it. -1: error.
Ssize MergeState::gallop_left(Object* key, Object** v, Ssize size, Ssize hint) {
  Ssize last = 0, ofs = 1, from, to;
  int cmp = less(v[hint], key);
  if (cmp < 0) return -1;
  if (cmp) {
    const Ssize maxofs = size - hint;
    while (ofs < maxofs) {
      if ((cmp = less(v[hint + ofs], key)) < 0) return -1;
      if (!cmp) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    from = hint + last;
    to = hint + ofs;
  } else {
    const Ssize maxofs = hint + 1;
    while (ofs < maxofs) {
      if ((cmp = less(v[hint - ofs], key)) < 0) return -1;
      if (cmp) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    from = hint - ofs;
    to = hint - last;
  }
  for (++from; from < to;) {  // v[from-1] < key <= v[to]
    Ssize m = from + ((to - from) >> 1);
    if ((cmp = less(v[m], key)) < 0) return -1;
    if (cmp)
      from = m + 1;
    else
      to = m;
  }
  return to;
}

// The same, right of what equals key.
Ssize MergeState::gallop_right(Object* key, Object** v, Ssize size, Ssize hint) {
  Ssize last = 0, ofs = 1, from, to;
  int cmp = less(key, v[hint]);
  if (cmp < 0) return -1;
  if (cmp) {
    const Ssize maxofs = hint + 1;
    while (ofs < maxofs) {
      if ((cmp = less(key, v[hint - ofs])) < 0) return -1;
      if (!cmp) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    from = hint - ofs;
    to = hint - last;
  } else {
    const Ssize maxofs = size - hint;
    while (ofs < maxofs) {
      if ((cmp = less(key, v[hint + ofs])) < 0) return -1;
      if (cmp) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > maxofs) ofs = maxofs;
    from = hint + last;
    to = hint + ofs;
  }
  for (++from; from < to;) {  // v[from-1] <= key < v[to]
    Ssize m = from + ((to - from) >> 1);
    if ((cmp = less(key, v[m])) < 0) return -1;
    if (cmp)
      to = m;
    else
      from = m + 1;
  }
  return to;
}

// --- Merging two neighbouring runs ---

// Merges x (copied away first) with the y behind it, upwards; nx <= ny; y's first belongs first and
// x's last belongs last.
int MergeState::merge_lo(SortSlice x, Ssize nx, SortSlice y, Ssize ny) {
  if (get_space(nx) < 0) return -1;
  move_many(a, 0, x, 0, nx);
  SortSlice dest = x;
  x = a;
  int result = -1;
  Ssize gallop = min_gallop;
  copy_up(&dest, &y);
  if (--ny == 0) goto succeed;
  if (nx == 1) goto copy_y;
  for (;;) {
    Ssize xcount = 0, ycount = 0;  // wins in a row
    for (;;) {
      int cmp = less(y.keys[0], x.keys[0]);
      if (cmp < 0) goto fail;
      if (cmp) {
        copy_up(&dest, &y);
        ++ycount;
        xcount = 0;
        if (--ny == 0) goto succeed;
        if (ycount >= gallop) break;
      } else {
        copy_up(&dest, &x);
        ++xcount;
        ycount = 0;
        if (--nx == 1) goto copy_y;
        if (xcount >= gallop) break;
      }
    }
    ++gallop;
    do {
      gallop -= gallop > 1;
      min_gallop = gallop;
      Ssize k = xcount = gallop_right(y.keys[0], x.keys, nx, 0);
      if (k < 0) goto fail;
      if (k) {
        move_many(dest, 0, x, 0, k);
        dest.advance(k);
        x.advance(k);
        nx -= k;
        if (nx == 1) goto copy_y;
        if (nx == 0) goto succeed;  // only when the comparison is inconsistent
      }
      copy_up(&dest, &y);
      if (--ny == 0) goto succeed;
      k = ycount = gallop_left(x.keys[0], y.keys, ny, 0);
      if (k < 0) goto fail;
      if (k) {
        move_many(dest, 0, y, 0, k);
        dest.advance(k);
        y.advance(k);
        ny -= k;
        if (ny == 0) goto succeed;
      }
      copy_up(&dest, &x);
      if (--nx == 1) goto copy_y;
    } while (xcount >= MIN_GALLOP || ycount >= MIN_GALLOP);
    ++gallop;  // leaving this mode makes it harder to come back
    min_gallop = gallop;
  }
succeed:
  result = 0;
fail:
  if (nx) move_many(dest, 0, x, 0, nx);
  return result;
copy_y:
  move_many(dest, 0, y, 0, ny);
  copy_one(dest, ny, x, 0);
  return 0;
}

// Merges x with y (copied away first), downwards; nx >= ny.
int MergeState::merge_hi(SortSlice x, Ssize nx, SortSlice y, Ssize ny) {
  if (get_space(ny) < 0) return -1;
  SortSlice dest = y;
  dest.advance(ny - 1);
  move_many(a, 0, y, 0, ny);
  const SortSlice basex = x, basey = a;
  y = a;
  y.advance(ny - 1);
  x.advance(nx - 1);
  int result = -1;
  Ssize gallop = min_gallop;
  copy_down(&dest, &x);
  if (--nx == 0) goto succeed;
  if (ny == 1) goto copy_x;
  for (;;) {
    Ssize xcount = 0, ycount = 0;
    for (;;) {
      int cmp = less(y.keys[0], x.keys[0]);
      if (cmp < 0) goto fail;
      if (cmp) {
        copy_down(&dest, &x);
        ++xcount;
        ycount = 0;
        if (--nx == 0) goto succeed;
        if (xcount >= gallop) break;
      } else {
        copy_down(&dest, &y);
        ++ycount;
        xcount = 0;
        if (--ny == 1) goto copy_x;
        if (ycount >= gallop) break;
      }
    }
    ++gallop;
    do {
      gallop -= gallop > 1;
      min_gallop = gallop;
      Ssize k = gallop_right(y.keys[0], basex.keys, nx, nx - 1);
      if (k < 0) goto fail;
      k = xcount = nx - k;
      if (k) {
        dest.advance(-k);
        x.advance(-k);
        move_many(dest, 1, x, 1, k);
        nx -= k;
        if (nx == 0) goto succeed;
      }
      copy_down(&dest, &y);
      if (--ny == 1) goto copy_x;
      k = gallop_left(x.keys[0], basey.keys, ny, ny - 1);
      if (k < 0) goto fail;
      k = ycount = ny - k;
      if (k) {
        dest.advance(-k);
        y.advance(-k);
        move_many(dest, 1, y, 1, k);
        ny -= k;
        if (ny == 1) goto copy_x;
        if (ny == 0) goto succeed;  // only when the comparison is inconsistent
      }
      copy_down(&dest, &x);
      if (--nx == 0) goto succeed;
    } while (xcount >= MIN_GALLOP || ycount >= MIN_GALLOP);
    ++gallop;
    min_gallop = gallop;
  }
succeed:
  result = 0;
fail:
  if (ny) move_many(dest, -(ny - 1), basey, 0, ny);
  return result;
copy_x:
  move_many(dest, 1 - nx, x, 1 - nx, nx);
  dest.advance(-nx);
  x.advance(-nx);
  copy_one(dest, 0, y, 0);
  return 0;
}

// Merges pending runs i and i+1. Leaves alone what already lies in place at either end. 0, or -1.
int MergeState::merge_at(Ssize i) {
  SortSlice x = pending[i].base, y = pending[i + 1].base;
  Ssize nx = pending[i].len, ny = pending[i + 1].len;
  pending[i].len = nx + ny;
  if (i == n - 3) pending[i + 1] = pending[i + 2];
  --n;
  Ssize k = gallop_right(*y.keys, x.keys, nx, 0);
  if (k < 0) return -1;
  x.advance(k);
  nx -= k;
  if (nx == 0) return 0;
  ny = gallop_left(x.keys[nx - 1], y.keys, ny, ny - 1);
  if (ny <= 0) return static_cast<int>(ny);
  return nx <= ny ? merge_lo(x, nx, y, ny) : merge_hi(x, nx, y, ny);
}

// The depth at which powersort merges the run [s1, s1+n1) with the next one of n2, in a list of n:
// how many leading bits the two runs' midpoints, as fractions of the list, have in common, plus 1.
static int powerloop(Ssize s1, Ssize n1, Ssize n2, Ssize n) {
  int result = 0;
  Ssize a = 2 * s1 + n1, b = a + n1 + n2;
  for (;;) {
    ++result;
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) {
      return result;
    }
    a <<= 1;
    b <<= 1;
  }
}

// Merges what the run of n2 that was just found makes due. The caller pushes it afterwards.
int MergeState::found_new_run(Ssize n2) {
  if (n == 0) return 0;
  Ssize s1 = pending[n - 1].base.keys - basekeys;
  int power = powerloop(s1, pending[n - 1].len, n2, listlen);
  while (n > 1 && pending[n - 2].power > power)
    if (merge_at(n - 2) < 0) return -1;
  pending[n - 1].power = power;
  return 0;
}

int MergeState::merge_force_collapse() {
  while (n > 1) {
    Ssize i = n - 2;
    if (i > 0 && pending[i - 1].len < pending[i + 1].len) --i;
    if (merge_at(i) < 0) return -1;
  }
  return 0;
}

// The shortest run to merge: 32 to 64, so that size/minrun is at most just below a power of two.
static Ssize merge_compute_minrun(Ssize size) {
  Ssize r = 0;
  while (size >= MAX_MINRUN) {
    r |= size & 1;
    size >>= 1;
  }
  return size + r;
}

int MergeState::sort(SortSlice lo, Ssize size) {
  Ssize minrun = merge_compute_minrun(size), nremaining = size;
  do {
    Ssize run = count_run(lo, nremaining);
    if (run < 0) return -1;
    if (run < minrun) {
      Ssize force = nremaining <= minrun ? nremaining : minrun;
      if (binarysort(lo, force, run) < 0) return -1;
      run = force;
    }
    if (found_new_run(run) < 0) return -1;
    pending[n].base = lo;
    pending[n].len = run;
    ++n;
    lo.advance(run);
    nremaining -= run;
  } while (nremaining);
  return merge_force_collapse();
}

// --- Comparisons; "unsafe" ones rely on what choose_compare has found of all keys ---

static int safe_object_compare(Object* v, Object* w, MergeState*) {
  return object_rich_compare_bool(v, w, kLt);
}

// All keys were of one type when the sort began; a comparison may have changed that type's slot
// since.
static int unsafe_object_compare(Object* v, Object* w, MergeState* ms) {
  if (v->ob_type->tp_richcompare != ms->key_richcompare) return object_rich_compare_bool(v, w, kLt);
  Object* res = ms->key_richcompare(v, w, kLt);
  if (res == NotImplemented) {
    decref(res);
    return object_rich_compare_bool(v, w, kLt);
  }
  if (res == nullptr) return -1;
  int result = bool_check(res) ? res == True : object_is_true(res);
  decref(res);
  return result;
}

static int unsafe_latin_compare(Object* v, Object* w, MergeState*) {
  Ssize vlen = unicode_length(v), wlen = unicode_length(w);
  int res =
      memcmp(unicode_data(v), unicode_data(w), static_cast<size_t>(vlen < wlen ? vlen : wlen));
  return res != 0 ? res < 0 : vlen < wlen;
}

static int unsafe_long_compare(Object* v, Object* w, MergeState*) {
  return long_compact_value(v) < long_compact_value(w);
}

static int unsafe_float_compare(Object* v, Object* w, MergeState*) {
  return float_value(v) < float_value(w);
}

// All keys are tuples with a first item. Equality finds the first difference; only that is ordered.
static int unsafe_tuple_compare(Object* v, Object* w, MergeState* ms) {
  Ssize vlen = tuple_size(v), wlen = tuple_size(w), i = 0;
  for (; i < vlen && i < wlen; i++) {
    int equal = object_rich_compare_bool(tuple_item(v, i), tuple_item(w, i), kEq);
    if (equal < 0) return -1;
    if (!equal) break;
  }
  if (i >= vlen || i >= wlen) return vlen < wlen;
  if (i == 0) return ms->tuple_elem_compare(tuple_item(v, 0), tuple_item(w, 0), ms);
  return object_rich_compare_bool(tuple_item(v, i), tuple_item(w, i), kLt);
}

static MergeState::Compare compare_for_type(MergeState* ms, TypeObject* type, bool latin,
                                            bool bounded) {
  if (type == &unicode_type && latin) return unsafe_latin_compare;
  if (type == &long_type && bounded) return unsafe_long_compare;
  if (type == &float_type) return unsafe_float_compare;
  ms->key_richcompare = type->tp_richcompare;
  return ms->key_richcompare ? unsafe_object_compare : safe_object_compare;
}

static inline bool is_nonempty_tuple(Object* o) {
  return tuple_check_exact(o) && tuple_size(o) > 0;
}

// Looks at all keys once: are they (or the first items of tuples that they are) all of one
// well-known type?
static void choose_compare(MergeState* ms, Object** keys, Ssize n) {
  bool tuples = is_nonempty_tuple(keys[0]);
  TypeObject* type = (tuples ? tuple_item(keys[0], 0) : keys[0])->ob_type;
  bool same = true, latin = true, bounded = true;
  for (Ssize i = 0; i < n; i++) {
    if (tuples && !is_nonempty_tuple(keys[i])) {
      tuples = same = false;
      break;
    }
    Object* key = tuples ? tuple_item(keys[i], 0) : keys[i];
    if (key->ob_type != type) {
      same = false;
      if (!tuples) break;
    }
    if (!same) continue;
    if (type == &long_type && bounded)
      bounded = long_is_compact(key);
    else if (type == &unicode_type && latin)
      latin = unicode_kind(key) == kUcs1;
  }
  ms->key_compare = same ? compare_for_type(ms, type, latin, bounded) : safe_object_compare;
  if (tuples) {
    ms->tuple_elem_compare = type == &tuple_type ? safe_object_compare : ms->key_compare;
    ms->key_compare = unsafe_tuple_compare;
  }
}

// --- sort ---

// Calls keyfunc for every item. keys: room for n. 0, or -1 with no reference kept.
static int compute_keys(Object* keyfunc, Object** items, Object** keys, Ssize n) {
  for (Ssize i = 0; i < n; i++) {
    keys[i] = object_call_one_arg(keyfunc, items[i]);
    if (keys[i] == nullptr) {
      while (--i >= 0) decref(keys[i]);
      return -1;
    }
  }
  return 0;
}

// Sorts n items, with the keys in `keys` (null: the items themselves). 0, or -1. Drops the keys.
static int sort_items(MergeState* ms, ListObject* self, Object** items, Object** keys, Ssize n,
                      bool reverse) {
  SortSlice lo = keys ? SortSlice{keys, items} : SortSlice{items, nullptr};
  if (n > 1) choose_compare(ms, lo.keys, n);
  ms->init_space(n, keys != nullptr, lo.keys);
  int result = 0;
  if (n > 1) {
    // Turning the list before and after makes a reversed sort stable.
    if (reverse) reverse_sort_slice(lo, n);
    result = ms->sort(lo, n);
  }
  if (keys) {
    for (Ssize i = 0; i < n; i++) decref(keys[i]);
    if (n >= MERGESTATE_TEMP_SIZE / 2) mem_free(keys);
  }
  if (self->allocated != -1 && result == 0) {
    err_set_string(exc_ValueError, "list modified during sort");
    result = -1;
  }
  if (reverse && n > 1) reverse_slice(items, items + n);
  ms->free_space();
  return result;
}

static int sort_with_keys(ListObject* self, Object** items, Ssize n, Object* keyfunc,
                          bool reverse) {
  MergeState ms;
  Object** keys = nullptr;
  if (keyfunc) {
    if (n < MERGESTATE_TEMP_SIZE / 2) {
      keys = &ms.temparray[n + 1];  // behind the merge space
    } else {
      keys = static_cast<Object**>(mem_malloc(static_cast<uint64_t>(n * layout::kPointer)));
      if (keys == nullptr) {
        err_no_memory();
        return -1;
      }
    }
    if (compute_keys(keyfunc, items, keys, n) < 0) {
      if (n >= MERGESTATE_TEMP_SIZE / 2) mem_free(keys);
      return -1;
    }
  }
  return sort_items(&ms, self, items, keys, n, reverse);
}

// The list looks empty while it is sorted, so that comparisons cannot touch the items being moved.
Object* list_sort_impl(ListObject* self, Object* keyfunc, int reverse) {
  if (keyfunc == None) keyfunc = nullptr;
  Ssize saved_size = self->ob_size, saved_allocated = self->allocated;
  Object** saved_items = self->ob_item;
  self->ob_size = 0;
  self->ob_item = nullptr;
  self->allocated = -1;
  int result = sort_with_keys(self, saved_items, saved_size, keyfunc, reverse != 0);
  Object** intruders = self->ob_item;
  Ssize i = self->ob_size;
  self->ob_size = saved_size;
  self->ob_item = saved_items;
  self->allocated = saved_allocated;
  if (intruders != nullptr) {
    while (--i >= 0) xdecref(intruders[i]);
    mem_free(intruders);
  }
  return result < 0 ? nullptr : None;
}

int list_sort(Object* op) {
  if (op == nullptr || !list_check(op)) {
    err_bad_internal_call("list_sort");
    return -1;
  }
  return list_sort_impl(as<ListObject>(op), nullptr, 0) == nullptr ? -1 : 0;
}

Object* list_sort_method(Object* self, Object* const* args, Ssize nargs, Object* kwnames) {
  static const char* const kKeywords[] = {"key", "reverse", nullptr};
  static ArgParser parser = {.fname = "sort", .keywords = kKeywords};
  Object* buf[2] = {};
  Object* keyfunc = nullptr;
  bool reverse = false;
  if (nargs > 0 || (kwnames && tuple_size(kwnames) > 0)) {
    Object* const* a = arg_unpack_keywords(args, nargs, nullptr, kwnames, &parser, 0, 0, 0, buf);
    if (a == nullptr) return nullptr;
    keyfunc = a[0];
    if (a[1] && !arg_bool(a[1], &reverse)) return nullptr;
  }
  return list_sort_impl(as<ListObject>(self), keyfunc, reverse);
}

}  // namespace py
