def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def grow():
    d = {1: 1}
    for k in d: d[k + 1] = 1
def shrink():
    d = {1: 1, 2: 2}
    for k in d: del d[k]
def same_size():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]; d[k + 10] = 1
    return d
def values():
    d = {i: i for i in range(3)}
    for v in d.values(): d.pop(v)
def items():
    d = {}
    d[1] = 1
    for k, v in d.items(): d[len(d) + 1] = 1
def rev():
    d = {1: 1, 2: 2}
    for k in reversed(d): d[k + 5] = 0
def ok():
    d = {1: 1, 2: 2}
    for k in d: d[k] = 5
    return d
def sticky():
    d = {1: 1}; it = iter(d); d[2] = 2
    for _ in range(2):
        try: next(it)
        except RuntimeError as e: print('again', e)
    del d[2]
    next(it)
def keys_changed():
    d = {i: i for i in range(5)}
    out = []
    for k in d:
        out.append(k)
        d.pop(k); d[k + 100] = 0
    return out
def cleared():
    d = {1: 1, 2: 2}
    for k in d: d.clear()
for f in (grow, shrink, same_size, values, items, rev, ok, sticky, keys_changed, cleared): t(f)
class Evil:
    def __init__(s, d): s.d = d
    def __hash__(s): return 1
    def __eq__(s, o):
        s.d.clear()
        return False
d = {}; d[Evil(d)] = 1; d[1] = 2; print(len(d), 1 in d)
class Evil2(Evil):
    __hash__ = Evil.__hash__
    def __eq__(s, o):
        for i in range(50): s.d[i + 100] = i
        return True
d = {}; d[Evil2(d)] = 1; print(d.get(1), len(d))
class Bad:
    def __hash__(s): return 5
    def __eq__(s, o): raise ValueError('eq')
d = {Bad(): 1}
t(lambda: d[5]); t(lambda: 5 in d); t(lambda: d.setdefault(5)); t(lambda: d.pop(5)); t(lambda: d == {5: 1}); t(lambda: d.__setitem__(5, 1))
m = {1: 2}
class U(dict):
    def __iter__(s): return iter([7, 8])
    def __getitem__(s, k): return k
    def keys(s): return [7, 8]
u = U(a=1); print(dict(u), {**u}, {}|u, m.update(u), m)
