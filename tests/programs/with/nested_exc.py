import sys
class C:
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        print("in exit:", repr(sys.exception()))
        return False
def f():
    try:
        with C() as c:
            raise ValueError(1)
    except ValueError as e:
        print("handler:", repr(sys.exception()), sys.getrefcount(c))
    print("after:", sys.exception())
f()
class Timer:
    log = []
    def __enter__(self):
        self.log.append("+")
    def __exit__(self, *a):
        self.log.append("-" if a[0] is None else a[0].__name__)
        return a[0] is KeyError
for e in (None, KeyError, None):
    with Timer():
        if e: raise e
print(Timer.log)
class Dies:
    def __enter__(self): return self
    def __exit__(self, *a): print("exit")
    def __del__(self): print("del")
with Dies():
    print("body")
print("gone")
with Dies() as d:
    print("bound")
print("still")
del d
def loop():
    for i in range(3):
        with Dies():
            if i == 1:
                return i
print(loop())
