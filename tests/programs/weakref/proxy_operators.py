import weakref


class Number:
    def __init__(self, n): self.n = n
    def __add__(self, o): return ('add', self.n, o)
    def __radd__(self, o): return ('radd', self.n, o)
    def __mul__(self, o): return ('mul', self.n, o)
    def __pow__(self, o, m=None): return ('pow', self.n, o, m)
    def __neg__(self): return -self.n
    def __bool__(self): return self.n != 0
    def __index__(self): return self.n
    def __len__(self): return self.n
    def __contains__(self, x): return x == self.n
    def __getitem__(self, k): return k * 2
    def __setitem__(self, k, v): print('set', k, v)
    def __delitem__(self, k): print('del', k)
    def __iter__(self): return iter(range(self.n))
    def __eq__(self, o): return ('eq', self.n, type(o).__name__)
    def __lt__(self, o): return ('lt', self.n, type(o).__name__)
    def __iadd__(self, o):
        self.n += o
        return self
    def __str__(self): return f'Number {self.n}'
    def __call__(self, *args, **kw): return args, kw
    def __bytes__(self): return b'bytes'


x = Number(3)
p = weakref.proxy(x)
print(p + 1, 1 + p, p * 2, p ** 2, pow(p, 2, 5), -p, bool(p), len(p), 3 in p, 4 in p)
print(p[4], list(p), p == 1, p < p, str(p), p(1, a=2), [10, 20, 30, 40][p], p.__bytes__())
p[1] = 2
del p[1]
p.extra = 'attribute'
print(x.extra, p.n, type(p).__name__)
del p.extra
print(hasattr(x, 'extra'))
q = p
q += 5
print(type(q) is Number, x.n)
try:
    next(p)
except TypeError as e:
    print(e)
try:
    hash(p)
except TypeError as e:
    print(e)
del x, q
for operation in (lambda: p + 1, lambda: len(p), lambda: p.n, lambda: str(p), lambda: p[0], lambda: bool(p),
                  lambda: 3 in p, lambda: iter(p), lambda: p == 1, lambda: setattr(p, 'a', 1)):
    try:
        operation()
    except ReferenceError as e:
        print('ReferenceError:', e)
