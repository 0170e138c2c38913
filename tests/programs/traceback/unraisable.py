# exceptions that nobody can catch
import sys, weakref
class D:
    def __init__(self, n): self.n = n
    def __del__(self): raise ValueError(f'del {self.n}')
def f():
    d = D(1)
    return d.n
print(f())
D(2)
def cb(ref): [][1]
class W: pass
w = W()
r = weakref.ref(w, cb)
del w
def hook(u):
    print('hook', u.exc_type.__name__, u.exc_value, u.err_msg, type(u.object).__name__, u.exc_traceback.tb_lineno)
sys.unraisablehook = hook
D(3)
def bad(u): raise KeyError('bad hook')
sys.unraisablehook = bad
D(4)
sys.unraisablehook = None
D(5)
sys.unraisablehook = sys.__unraisablehook__
def gen():
    try:
        yield
    finally:
        raise OSError('gen')
g = gen(); next(g); del g
def ignoring():
    while True:
        try:
            yield
        except GeneratorExit:
            pass
g = ignoring(); next(g); del g
last = D(6)
