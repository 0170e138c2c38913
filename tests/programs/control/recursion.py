import sys
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
def forever(): return forever()
try: forever()
except RecursionError as e: print(type(e).__name__, e)
class R:
    def __repr__(self): return repr(self)
try: repr(R())
except RecursionError as e: print("repr", str(e)[:32])
class E:
    def __eq__(self, other): return self == other
try: E() == E()
except RecursionError as e: print("eq", str(e)[:32])
class G:
    def __getattr__(self, name): return self.other
try: G().x
except RecursionError as e: print("getattr", str(e)[:32])
class C:
    def __call__(self): return self()
try: C()()
except RecursionError as e: print("call", str(e)[:32])
class I:
    def __init__(self): I()
try: I()
except RecursionError as e: print("init", str(e)[:32])
class P:
    @property
    def p(self): return self.p
try: P().p
except RecursionError as e: print("prop", str(e)[:32])
def gen(n):
    if n: yield from gen(n - 1)
    yield n
try: list(gen(2000))
except RecursionError as e: print("gen", str(e)[:32])
l = []
l.append(l)
print(l)
sys.setrecursionlimit(100)
try: depth(200)
except RecursionError as e: print("limit", e)
print(depth(50), sys.getrecursionlimit())
try: sorted([1, 2], key=lambda x: depth(1000))
except RecursionError as e: print("key", e)
print("alive")
