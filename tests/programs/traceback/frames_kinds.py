# names of frames: class bodies, comprehensions, lambdas, generators, properties, exec'd code
import traceback
def show(f):
    try:
        f()
    except Exception:
        traceback.print_exc()
def cls():
    class Inner:
        x = 1 / 0
show(cls)
show(lambda: [1 / x for x in (1, 0)])
show(lambda: list(1 / x for x in (1, 0)))
show(lambda: {x: 1 / x for x in (1, 0)})
class P:
    @property
    def p(self): return self.q
    def __getattr__(self, name): raise AttributeError('custom ' + name)
    def __eq__(self, other): return 1 / 0
    def __enter__(self): return self
    def __exit__(self, *a): raise KeyError('exit')
show(lambda: P().p)
show(lambda: P() == 1)
show(lambda: P() in [P()])
def w():
    with P():
        pass
show(w)
def w2():
    with P():
        raise ValueError('body')
show(w2)
show(lambda: exec('def inner():\n    1/0\ninner()'))
show(lambda: eval('1/0'))
show(lambda: exec(compile('x = [\n1/0]', 'made-up.py', 'exec')))
def dec(f): raise TypeError('decorator')
def decorated():
    @dec
    def g(): pass
show(decorated)
show(lambda: sorted([3, 'a'], key=lambda v: v + 1))
show(lambda: int('x', base=10))
def default(x=1): return x.a.b
show(default)
assert_ = lambda: (_ for _ in ()).throw(KeyError('t'))
show(assert_)
def a():
    assert 1 == 2, 'message'
show(a)
def star():
    a, *b = 5
show(star)
def unpack():
    a, b = 1, 2, 3
show(unpack)
def aug():
    d = {}
    d['a'] += 1
show(aug)
def dele():
    x = {}
    del x['k']
show(dele)
def imp():
    import nope.inner
show(imp)
