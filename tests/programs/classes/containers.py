# Container and iterator protocols from classes.
class Seq:
    def __init__(self, *items): self.items = items
    def __len__(self): return len(self.items)
    def __getitem__(self, i): print("get", i); return self.items[i]


s = Seq("a", "b", "c")
print(len(s), s[1], s[-1], s[0:2])
print(list(s), "b" in s, "z" in s)
print(list(reversed(s)))
x, *y = s
print(x, y)


class Mapping:
    def __init__(self): self.d = {}
    def __setitem__(self, k, v): print("set", k, v); self.d[k] = v
    def __delitem__(self, k): print("del", k); del self.d[k]
    def __getitem__(self, k): return self.d[k]
    def __contains__(self, k): return k in self.d
    def __iter__(self): return iter(self.d)
    def keys(self): return self.d.keys()


m = Mapping()
m["a"] = 1
m["b"] = 2
del m["a"]
print("a" in m, "b" in m, list(m), dict(m), {**m})


class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(4)), sum(Countdown(5)), max(Countdown(3)))
print([*Countdown(2), *Countdown(2)])


def attempt(f):
    try:
        print(f())
    except (TypeError, KeyError, IndexError) as e:
        print(type(e).__name__, "-", e)


class BadIter:
    def __iter__(self): return 5


class NoIter:
    __iter__ = None


class NotContainer:
    __contains__ = None


attempt(lambda: list(BadIter()))
attempt(lambda: list(NoIter()))
attempt(lambda: 1 in NotContainer())
attempt(lambda: m["zz"])
attempt(lambda: s[10])
attempt(lambda: s["x"])
attempt(lambda: next(s))
attempt(lambda: iter(lambda: 0))
attempt(lambda: 1 in 5)
attempt(lambda: len(5))
attempt(lambda: reversed({1}))
print(list(iter(iter([3, 2, 1, 0]).__next__, 1)))


class Index:
    def __index__(self): return 1


print([1, 2, 3][Index()], s[Index()])


class Hint:
    def __iter__(self): return iter((1, 2))
    def __length_hint__(self): return 10


print(list(Hint()), tuple(Hint()))


class BadHint(Hint):
    def __length_hint__(self): return "x"


attempt(lambda: tuple(BadHint()))
